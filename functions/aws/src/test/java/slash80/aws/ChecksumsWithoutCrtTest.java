package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.reflect.AccessFlag;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// Tests that the replacement still covers every use of aws-crt in the SDK's class. Otherwise a new
/// version of the SDK would only fail when a native executable is built.
final class ChecksumsWithoutCrtTest {
  private static final ClassModel SDK =
      parsed("software/amazon/awssdk/checksums/internal/ChecksumProvider");
  private static final ClassModel OURS = parsed("slash80/aws/ChecksumsWithoutCrt");

  @Test
  void every_method_of_the_sdk_that_names_a_class_of_crt_is_stood_in_for_with_its_signature() {
    assertEquals(
        methods(SDK, ChecksumsWithoutCrtTest::namesCrt),
        methods(OURS, ChecksumsWithoutCrtTest::isSubstitute));
  }

  @Test
  void every_method_that_stands_in_is_marked_so() {
    assertEquals(
        methods(OURS, method -> !method.methodName().equalsString("<init>")),
        methods(OURS, ChecksumsWithoutCrtTest::isSubstitute));
  }

  @Test
  void no_class_of_crt_is_on_the_class_path() {
    assertNull(resource("software/amazon/awssdk/crt/checksums/CRC32C"));
  }

  private static boolean namesCrt(MethodModel method) {
    return method.code().stream()
        .flatMap(code -> code.elementStream())
        .anyMatch(
            element ->
                switch (element) {
                  case NewObjectInstruction made -> needsCrt(made.className().asInternalName());
                  case InvokeInstruction call -> isCrt(call.owner().asInternalName());
                  default -> false;
                });
  }

  /// Whether a class belongs to aws-crt, or is a class beside the provider that names such a class.
  private static boolean needsCrt(String type) {
    return isCrt(type)
        || type.startsWith("software/amazon/awssdk/checksums/internal/")
            && StreamSupport.stream(parsed(type).constantPool().spliterator(), false)
                .anyMatch(
                    entry -> entry instanceof ClassEntry named && isCrt(named.asInternalName()));
  }

  private static boolean isCrt(String type) {
    return type.startsWith("software/amazon/awssdk/crt/");
  }

  private static boolean isSubstitute(MethodModel method) {
    return method
        .findAttribute(Attributes.runtimeVisibleAnnotations())
        .filter(
            runtimeVisibleAnnotationsAttribute ->
                runtimeVisibleAnnotationsAttribute.annotations().stream()
                    .anyMatch(
                        annotation ->
                            annotation
                                .className()
                                .equalsString("Lcom/oracle/svm/core/annotate/Substitute;")))
        .isPresent();
  }

  private static Set<String> methods(ClassModel type, Predicate<MethodModel> which) {
    var methods = new TreeSet<String>();
    type.methods().stream()
        .filter(which)
        .forEach(
            method ->
                methods.add(
                    "%s%s %s"
                        .formatted(
                            method.methodName().stringValue(),
                            method.methodType().stringValue(),
                            method.flags().has(AccessFlag.STATIC) ? "static" : "")));
    return methods;
  }

  private static ClassModel parsed(String name) {
    try (var in = resource(name)) {
      return ClassFile.of().parse(in.readAllBytes());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static InputStream resource(String name) {
    return ChecksumsWithoutCrtTest.class.getClassLoader().getResourceAsStream(name + ".class");
  }
}
