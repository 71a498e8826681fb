package dev.weft.cli;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Confined to the main thread: starts the command line, or says in one line why this Java cannot
 * and which one on this machine can.
 *
 * <p>It is compiled for Java 8 and refers to no other class of Weft except by name, so that an old
 * Java loads it and prints the line instead of an UnsupportedClassVersionError.
 */
public final class Main {
  static final int NEEDED = 25;

  private static final Pattern FEATURE = Pattern.compile("(?:1\\.)?(\\d+).*");

  /** What ends the program; replaced by tests. */
  static IntConsumer exit = System::exit;

  /** The class that is started on a Java that is new enough; replaced by tests. */
  static String command = "dev.weft.cli.WeftCommand";

  private Main() {}

  /**
   * Starts Weft's command line.
   *
   * @param args passed on as they are
   * @throws Throwable what the command throws
   */
  public static void main(String[] args) throws Throwable {
    run(
        System.getProperty("java.version"),
        homes(System.getenv(), roots(System.getProperty("user.home"))),
        args);
  }

  static void run(String version, List<File> homes, String[] args) throws Throwable {
    if (feature(version) >= NEEDED) {
      start(args);
    } else {
      System.err.println(complaint(version, homes));
      exit.accept(1);
    }
  }

  /** Calls the command's main method by reflection: its class is too new to be linked from here. */
  private static void start(String[] args) throws Throwable {
    try {
      Class.forName(command).getMethod("main", String[].class).invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  static String complaint(String version, List<File> homes) {
    File best = null;
    for (File home : homes) {
      int feature = feature(home);
      // The oldest that will do is nearest to what Weft is tested with.
      if (feature >= NEEDED && (best == null || feature < feature(best))) {
        best = home;
      }
    }
    return "This is Java "
        + version
        + ", and Weft needs Java "
        + NEEDED
        + " or newer"
        + (best == null ? "." : "; one is here: " + new File(best, "bin/java"));
  }

  /** The directories under which Java is usually installed, each in a directory of its own. */
  static List<File> roots(String userHome) {
    File home = new File(userHome);
    return Arrays.asList(
        new File("/usr/lib/jvm"),
        new File("/Library/Java/JavaVirtualMachines"),
        new File("C:\\Program Files\\Java"),
        new File("C:\\Program Files\\Eclipse Adoptium"),
        new File(home, ".sdkman/candidates/java"),
        new File(home, ".jdks"));
  }

  /** Every directory that may hold a JDK, the one that the user has named first. */
  static List<File> homes(Map<String, String> environment, List<File> roots) {
    List<File> homes = new ArrayList<>();
    String named = environment.get("JAVA_HOME");
    if (named != null) {
      homes.add(new File(named));
    }
    for (File root : roots) {
      File[] inside = root.listFiles();
      if (inside != null) {
        Arrays.sort(inside);
        for (File home : inside) {
          homes.add(home);
          homes.add(new File(home, "Contents/Home")); // macOS
        }
      }
    }
    return homes;
  }

  /** The feature version that a JDK says in its {@code release} file; 0 when it says none. */
  private static int feature(File home) {
    Properties release = new Properties();
    try (InputStream in = new FileInputStream(new File(home, "release"))) {
      release.load(in);
    } catch (IOException e) {
      return 0; // not a JDK
    }
    return feature(release.getProperty("JAVA_VERSION", "").replace("\"", ""));
  }

  /** The feature version in a version string: 8 for 1.8.0_442, 25 for 25.0.3, 0 for none. */
  static int feature(String version) {
    Matcher matcher = FEATURE.matcher(version);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
  }
}
