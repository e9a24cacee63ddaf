package slash80;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Imports point one way, `alerts → rules → facts → network`, and core knows nothing but the JDK:
/// no SDK, no framework, no JSON library.
final class ArrowsTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("slash80");

  @ParameterizedTest(name = "{0} stands on {1}")
  @CsvSource(
      textBlock =
          """
          network | nothing
          facts   | network
          rules   | facts network
          alerts  | rules facts network
          """,
      delimiter = '|')
  void a_layer_stands_only_on_those_below_it(String layer, String below) {
    String[] allowed =
        (layer + " " + below)
            .transform(layers -> layers.replaceAll("(\\w+)", "slash80.$1..") + " java..")
            .split(" ");
    classes()
        .that()
        .resideInAPackage("slash80." + layer + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .check(CORE);
  }

  @Test
  void core_has_these_four_layers_and_no_other() {
    classes()
        .should()
        .resideInAnyPackage(
            "slash80.network..", "slash80.facts..", "slash80.rules..", "slash80.alerts..")
        .check(CORE);
  }
}
