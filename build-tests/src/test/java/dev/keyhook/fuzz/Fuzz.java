package dev.keyhook.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the targets with Jazzer, one after the other, each in its own JVM.
 *
 * <p>An input that violates a contract is saved where {@link FuzzTest} runs it in each build.
 */
public final class Fuzz {

  private Fuzz() {}

  /**
   * Runs them.
   *
   * @param args the seconds for each target, a folder for Jazzer's corpus, and the names of the
   *     targets; all if there are none
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int seconds = Integer.parseInt(args[0]);
    Path learned = Path.of(args[1]);
    List<String> names = Arrays.asList(args).subList(2, args.length);
    boolean broken = false;
    for (Target target : Target.all()) {
      if (names.isEmpty() || names.contains(target.name())) {
        System.out.println("== " + target + ", " + seconds + " s");
        broken |= run(target, seconds, learned.resolve(target.name()).toAbsolutePath()) != 0;
      }
    }
    System.exit(broken ? 1 : 0);
  }

  private static int run(Target target, int seconds, Path learned)
      throws IOException, InterruptedException {
    Path corpus = Files.createDirectories(learned.resolve("corpus"));
    int number = 0;
    for (byte[] seed : target.seeds().get()) {
      Files.write(corpus.resolve("seed-" + number++), seed);
    }
    Files.createDirectories(target.found());
    int exitValue =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.type().getName(),
                "--instrumentation_includes=dev.keyhook.**",
                "--custom_hook_excludes=java.**",
                "--reproducer_path=" + learned,
                "-artifact_prefix=" + target.found().toAbsolutePath() + "/",
                "-max_total_time=" + seconds,
                "-max_len=4096",
                "-timeout=60",
                "-rss_limit_mb=0",
                "-print_final_stats=1",
                corpus.toString())
            .directory(learned.toFile())
            .inheritIO()
            .start()
            .waitFor();
    try (var files = Files.list(target.found())) {
      if (files.findAny().isEmpty()) {
        Files.delete(target.found());
      }
    }
    return exitValue;
  }
}
