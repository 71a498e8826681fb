import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

/**
 * Rewrites in a jar the classes that were compiled for Java 5 as if it had been for Java 8, that
 * is, with stack maps: Java keeps no others in its AOT cache, and takes its time to verify them.
 */
final class Frames {
  private static final int FIRST_WITH_FRAMES = ClassFile.JAVA_6_VERSION;

  public static void main(String[] args) throws IOException {
    try (FileSystem jar = FileSystems.newFileSystem(Path.of(args[0]))) {
      ClassFile files =
          ClassFile.of(
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(type -> open(jar, type))
                      .orElse(ClassHierarchyResolver.defaultResolver())),
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
      List<Path> classes;
      try (var all = Files.walk(jar.getPath("/"))) {
        classes = all.filter(file -> file.toString().endsWith(".class")).toList();
      }
      int old = 0;
      for (Path file : classes) {
        byte[] bytes = Files.readAllBytes(file);
        if (((bytes[6] & 0xFF) << 8 | bytes[7] & 0xFF) < FIRST_WITH_FRAMES) {
          FileTime time = Files.getLastModifiedTime(file);
          Files.write(file, rewritten(files, bytes));
          Files.setLastModifiedTime(file, time);
          old++;
        }
      }
      System.out.println(old + " classes were for Java 5");
    }
  }

  private static byte[] rewritten(ClassFile files, byte[] bytes) {
    // Bodies that nothing touches would be copied, without stack maps.
    ClassTransform bodies =
        ClassTransform.transformingMethodBodies((code, part) -> code.with(part));
    return files.transformClass(
        files.parse(bytes),
        bodies.andThen(
            ClassTransform.endHandler(made -> made.withVersion(ClassFile.JAVA_8_VERSION, 0))));
  }

  private static InputStream open(FileSystem jar, ClassDesc type) {
    String name = type.descriptorString();
    Path file = jar.getPath(name.substring(1, name.length() - 1) + ".class");
    try {
      return Files.exists(file) ? new ByteArrayInputStream(Files.readAllBytes(file)) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
