import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes a jar's classes again in a newer format, for ./slash80: picocli's are those of Java 5,
/// which the JVM does not keep in its ahead-of-time cache and verifies in the old, slow way. A jar
/// without such classes stays as it is.
final class NewerClasses {
  private static final ClassFileVersion NEWER = ClassFileVersion.of(ClassFile.JAVA_17_VERSION, 0);

  private NewerClasses() {}

  public static void main(String[] arguments) throws IOException {
    for (var jar : arguments) {
      write(Path.of(jar));
    }
  }

  private static void write(Path jar) throws IOException {
    var written = Files.createTempFile(jar.toAbsolutePath().getParent(), "newer", ".part");
    boolean isNewer = false;
    try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        var old = new JarFile(jar.toFile());
        var out = new ZipOutputStream(Files.newOutputStream(written))) {
      var format =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS,
              ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(loader)));
      for (var entry : Collections.list(old.entries())) {
        byte[] content = old.getInputStream(entry).readAllBytes();
        byte[] newer = entry.getName().endsWith(".class") ? newer(content, format) : content;
        isNewer |= newer != content;
        put(entry.getName(), newer, out);
      }
    }
    if (isNewer) {
      Files.move(written, jar, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.deleteIfExists(written);
  }

  /// The class in the newer format, or the same bytes. The newer format has a table of types for
  /// each method, which is worked out when a method is written again.
  private static byte[] newer(byte[] content, ClassFile format) {
    var read = format.parse(content);
    return read.majorVersion() >= ClassFile.JAVA_6_VERSION
        ? content
        : format.transformClass(
            read,
            ClassTransform.transformingMethodBodies(CodeBuilder::with)
                .andThen(
                    (builder, element) ->
                        builder.with(element instanceof ClassFileVersion ? NEWER : element)));
  }

  private static void put(String name, byte[] content, ZipOutputStream out) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    if (!name.endsWith("/")) {
      out.write(content);
    }
    out.closeEntry();
  }
}
