package dev.keyhook.kafka;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** A Kafka broker that is also a controller, in a separate process. */
final class Broker implements AutoCloseable {

  private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qk";

  private final Path folder;
  private final int port;
  private Process process;

  private Broker(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Starts brokers of one cluster. */
  static List<Broker> start(Path folder, int count) throws IOException, InterruptedException {
    int[] ports = freePorts(2 * count);
    StringBuilder voters = new StringBuilder();
    for (int i = 0; i < count; i++) {
      voters.append(i == 0 ? "" : ",").append(i + 1).append("@127.0.0.1:").append(ports[2 * i + 1]);
    }
    List<Broker> brokers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path own = Files.createDirectories(folder.resolve("broker-" + (i + 1)));
      Files.writeString(
          own.resolve("server.properties"),
          String.join(
              "\n",
              "process.roles=broker,controller",
              "node.id=" + (i + 1),
              "controller.quorum.voters=" + voters,
              "listeners=PLAINTEXT://127.0.0.1:"
                  + ports[2 * i]
                  + ",CONTROLLER://127.0.0.1:"
                  + ports[2 * i + 1],
              "controller.listener.names=CONTROLLER",
              "log.dirs=" + own.resolve("data"),
              "offsets.topic.num.partitions=4",
              "offsets.topic.replication.factor=" + count,
              "transaction.state.log.replication.factor=" + count,
              "transaction.state.log.min.isr=1",
              "auto.create.topics.enable=false",
              "group.initial.rebalance.delay.ms=0",
              "group.min.session.timeout.ms=1000",
              "group.consumer.min.session.timeout.ms=1000",
              "group.consumer.session.timeout.ms=6000",
              "group.consumer.min.heartbeat.interval.ms=500",
              "group.consumer.heartbeat.interval.ms=1500",
              "broker.session.timeout.ms=3000",
              "broker.heartbeat.interval.ms=500",
              ""));
      Broker broker = new Broker(own, ports[2 * i]);
      Process format =
          broker.java("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", broker.config());
      if (format.waitFor() != 0) {
        throw new IOException(Files.readString(own.resolve("output.txt")));
      }
      brokers.add(broker);
    }
    for (Broker broker : brokers) {
      broker.restart();
    }
    return brokers;
  }

  /** Waits until all brokers take part in the cluster. */
  static void awaitAll(List<Broker> brokers) throws InterruptedException {
    try (Admin admin = Admin.create(properties(brokers))) {
      int members = 0;
      while (members < brokers.size()) {
        try {
          members = admin.describeCluster().nodes().get().size();
        } catch (ExecutionException e) {
          members = 0; // not started yet
        }
      }
    }
  }

  static Properties properties(List<Broker> brokers) {
    Properties properties = new Properties();
    properties.setProperty(
        "bootstrap.servers",
        String.join(",", brokers.stream().map(broker -> "127.0.0.1:" + broker.port).toList()));
    return properties;
  }

  void restart() throws IOException {
    process = java("kafka.Kafka", config());
  }

  private String config() {
    return folder.resolve("server.properties").toString();
  }

  private Process java(String main, String... arguments) throws IOException {
    return JavaProcess.start(folder.resolve("output.txt"), "320m", main, List.of(arguments));
  }

  private static int[] freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      int[] ports = new int[count];
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket(0);
        sockets.add(socket);
        ports[i] = socket.getLocalPort();
      }
      return ports;
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
