package dev.keyhook.benchmarks.inbox;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** One Kafka broker that is also the controller, in a process of its own. */
final class KafkaBroker implements AutoCloseable {

  private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qk";

  private final Path folder;
  private final int port = freePort();
  private final Process process;

  KafkaBroker(Path folder) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    int controller = freePort();
    Path config = folder.resolve("server.properties");
    Files.writeString(
        config,
        String.join(
            "\n",
            "process.roles=broker,controller",
            "node.id=1",
            "controller.quorum.voters=1@127.0.0.1:" + controller,
            "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller,
            "controller.listener.names=CONTROLLER",
            "log.dirs=" + folder.resolve("data"),
            "offsets.topic.num.partitions=4",
            "offsets.topic.replication.factor=1",
            "auto.create.topics.enable=false",
            "group.initial.rebalance.delay.ms=0",
            ""));
    Process format =
        java("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", config.toString());
    if (format.waitFor() != 0) {
      throw new IOException(Files.readString(folder.resolve("output.txt")));
    }
    process = java("kafka.Kafka", config.toString());
  }

  private Process java(String main, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                main));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output.txt").toFile()))
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Returns properties for clients. */
  Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", "127.0.0.1:" + port);
    return properties;
  }

  /** Returns how many bytes of records a topic has on disk. */
  long size(String topic) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
      long size = 0;
      for (Path file : files.filter(path -> path.toString().endsWith(".log")).toList()) {
        size +=
            file.getParent().getFileName().toString().startsWith(topic + "-")
                ? Files.size(file)
                : 0;
      }
      return size;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
