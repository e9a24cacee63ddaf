import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.reflect.AccessFlag;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes a jar's classes again so that they start faster, for ./slash80. A jar with nothing to
/// change stays as it is.
/// - Picocli's classes are those of Java 5, which the JVM does not keep in its ahead-of-time cache
///   and verifies in the old, slow way. They get a newer format.
/// - A switch over types makes a hidden class at its first use, which the cache does not keep
///   either. It gets a method that asks for one type after the other.
final class NewerClasses {
  private static final ClassFileVersion NEWER = ClassFileVersion.of(ClassFile.JAVA_17_VERSION, 0);

  private static final String PREFIX = "typeSwitch$";
  private static final int HIDDEN =
      ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;

  private NewerClasses() {}

  public static void main(String[] arguments) throws IOException {
    var jars = Arrays.stream(arguments).map(Path::of).toList();
    for (var jar : jars) {
      write(jar, jars);
    }
  }

  /// @param jars those with the classes that the classes of the jar name, by their manifests too
  private static void write(Path jar, List<Path> jars) throws IOException {
    var written = Files.createTempFile(jar.toAbsolutePath().getParent(), "newer", ".part");
    boolean isNewer = false;
    try (var loader = new URLClassLoader(urls(jars));
        var old = new JarFile(jar.toFile());
        var out = new ZipOutputStream(Files.newOutputStream(written))) {
      var format =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS,
              ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(loader)));
      for (var entry : Collections.list(old.entries())) {
        byte[] content = old.getInputStream(entry).readAllBytes();
        byte[] newer =
            entry.getName().endsWith(".class") ? plain(newer(content, format), format) : content;
        isNewer |= newer != content;
        put(entry.getName(), newer, out);
      }
    }
    if (isNewer) {
      Files.setPosixFilePermissions(written, Files.getPosixFilePermissions(jar));
      Files.move(written, jar, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.deleteIfExists(written);
  }

  private static URL[] urls(List<Path> jars) throws IOException {
    var urls = new ArrayList<URL>();
    for (var jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    return urls.toArray(URL[]::new);
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

  /// The class without switches over types, or the same bytes.
  private static byte[] plain(byte[] content, ClassFile format) {
    var read = format.parse(content);
    var owner = read.thisClass().asSymbol();
    boolean isInterface = read.flags().has(AccessFlag.INTERFACE);
    var switches = new ArrayList<InvokeDynamicInstruction>();
    byte[] changed =
        format.transformClass(
            read,
            ClassTransform.transformingMethodBodies(
                    (code, element) -> {
                      if (element instanceof InvokeDynamicInstruction call && isTypeSwitch(call)) {
                        code.invokestatic(
                            owner, PREFIX + switches.size(), call.typeSymbol(), isInterface);
                        switches.add(call);
                      } else {
                        code.with(element);
                      }
                    })
                .andThen(ClassTransform.endHandler(to -> addMethods(switches, to))));
    return switches.isEmpty() ? content : changed;
  }

  private static void addMethods(List<InvokeDynamicInstruction> switches, ClassBuilder to) {
    for (int at = 0; at < switches.size(); at++) {
      var call = switches.get(at);
      to.withMethodBody(
          PREFIX + at, call.typeSymbol(), HIDDEN, code -> ask(code, call.bootstrapArgs()));
    }
  }

  /// Whether a call is that of a switch whose labels are types
  /// (java.lang.runtime.SwitchBootstraps.typeSwitch).
  private static boolean isTypeSwitch(InvokeDynamicInstruction call) {
    var bootstrap = call.bootstrapMethod();
    return bootstrap.owner().descriptorString().equals("Ljava/lang/runtime/SwitchBootstraps;")
        && bootstrap.methodName().equals("typeSwitch")
        && call.bootstrapArgs().stream()
            .allMatch(label -> label instanceof ClassDesc type && !type.isPrimitive());
  }

  /// The number of the first type that the object has, from a number on: -1 for null, and the count
  /// of the types if it has none of them.
  private static void ask(CodeBuilder code, List<ConstantDesc> types) {
    code.aload(0).ifThen(Opcode.IFNULL, none -> none.iconst_m1().ireturn());
    for (int at = 0; at < types.size(); at++) {
      int number = at;
      var type = (ClassDesc) types.get(at);
      code.iload(1)
          .loadConstant(number)
          .ifThen(
              Opcode.IF_ICMPLE,
              from ->
                  from.aload(0)
                      .instanceOf(type)
                      .ifThen(found -> found.loadConstant(number).ireturn()));
    }
    code.loadConstant(types.size()).ireturn();
  }

  private static void put(String name, byte[] content, ZipOutputStream out) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    if (!name.endsWith("/")) {
      out.write(content);
    }
    out.closeEntry();
  }
}
