import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * Checks or rewrites the format of every source file; started by the build with google-java-format
 * on its class path.
 */
final class Format {
  private static final List<String> ROOTS = List.of("src", "bench", ".ci");

  public static void main(String[] args) throws IOException {
    boolean check = args[0].equals("check");
    var arguments = new ArrayList<String>();
    arguments.addAll(check ? List.of("--dry-run", "--set-exit-if-changed") : List.of("--replace"));
    for (String root : ROOTS) {
      if (Files.isDirectory(Path.of(root))) {
        try (var files = Files.walk(Path.of(root))) {
          files.filter(Format::isSource).map(Path::toString).sorted().forEach(arguments::add);
        }
      }
    }
    ToolProvider formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
    int exit = formatter.run(System.out, System.err, arguments.toArray(String[]::new));
    if (exit != 0 && check) {
      System.err.println(
          "The files above are not formatted; this formats all: mvn -q -Pformat process-sources");
    }
    System.exit(exit);
  }

  private static boolean isSource(Path file) {
    for (Path part : file) {
      if (part.toString().equals("target")) {
        return false; // generated
      }
    }
    return file.toString().endsWith(".java");
  }
}
