package dev.keyhook.kafka;

import dev.keyhook.store.InboxUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Creates the topics of an inbox on request, or refuses those that can lose events. */
final class Topics implements AutoCloseable {

  private static final Duration SHORTEST_RETENTION = Duration.ofHours(25);
  private static final String DEAD_SUFFIX = ".dead";

  private final Admin admin;
  private final String bootstrapServers;
  private final Requested requested;

  /**
   * What the user asked for.
   *
   * @param partitions how many the topic must have; null if any number is fine
   * @param isSingleReplica whether one replica is enough
   */
  record Requested(@Nullable Integer partitions, Duration retention, boolean isSingleReplica) {

    private static final int DEFAULT_PARTITIONS = 12;

    NewTopic topic(String name) {
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, isSingleReplica ? "1" : "2");
      settings.put(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
      settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
      settings.put(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(retention.toMillis()));
      settings.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
      settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(2 << 20));
      return new NewTopic(
              name,
              partitions == null ? DEFAULT_PARTITIONS : partitions,
              (short) (isSingleReplica ? 1 : 3))
          .configs(settings);
    }
  }

  Topics(ClientSettings settings, Requested requested) {
    this.admin = Admin.create(settings.admin());
    this.bootstrapServers = settings.bootstrapServers();
    this.requested = requested;
  }

  static String deadLettersOf(String topic) {
    return topic + DEAD_SUFFIX;
  }

  /** Creates the topic, unless it exists. */
  void create(String topic) {
    try {
      AdminCalls.get(admin.createTopics(List.of(requested.topic(topic))).all());
      awaitVisible(topic);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new InboxUnavailableException(
            "The topic " + topic + " could not be created: " + e.getMessage(), e);
      }
    }
  }

  /** Waits until the brokers that answer clients know a topic that the controller has created. */
  private void awaitVisible(String topic) throws ExecutionException {
    long deadline = System.nanoTime() + AdminCalls.TIMEOUT.toNanos();
    boolean isVisible = false;
    while (!isVisible) {
      try {
        AdminCalls.get(admin.describeTopics(List.of(topic)).allTopicNames());
        isVisible = true;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || System.nanoTime() - deadline >= 0) {
          throw e;
        }
      }
    }
  }

  /**
   * Checks that the topic exists and loses nothing.
   *
   * @return how many partitions it has
   * @throws IllegalStateException if not; the message has the commands that repair it
   */
  int validate(String topic) {
    List<String> faults = new ArrayList<>();
    TopicDescription description = describe(topic);
    Config config = config(topic);
    int replicas =
        description.partitions().stream()
            .mapToInt(partition -> partition.replicas().size())
            .min()
            .orElse(0);
    if (!requested.isSingleReplica()) {
      if (replicas < 2) {
        faults.add(
            "it has "
                + replicas
                + " replica, so an acknowledged event is lost with a broker's disk: reassign it to"
                + " 3 brokers with kafka-reassign-partitions.sh, or call singleReplica() in"
                + " development");
      }
      if (number(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG) < 2) {
        faults.add(
            fault(
                config,
                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                "so an event is acknowledged with one copy",
                "2"));
      }
    }
    if (!text(config, TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG).equals("false")) {
      faults.add(
          fault(
              config,
              TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
              "so a broker without the latest events can become leader",
              "false"));
    }
    if (text(config, TopicConfig.CLEANUP_POLICY_CONFIG)
        .contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
      faults.add(
          fault(
              config,
              TopicConfig.CLEANUP_POLICY_CONFIG,
              "which deletes all but the last event of a lane",
              TopicConfig.CLEANUP_POLICY_DELETE));
    }
    long retention = number(config, TopicConfig.RETENTION_MS_CONFIG);
    if (retention >= 0 && retention < SHORTEST_RETENTION.toMillis()) {
      faults.add(
          fault(
              config,
              TopicConfig.RETENTION_MS_CONFIG,
              "so events of a stopped worker are deleted within a day",
              String.valueOf(requested.retention().toMillis())));
    }
    if (number(config, TopicConfig.RETENTION_BYTES_CONFIG) >= 0) {
      faults.add(
          fault(
              config,
              TopicConfig.RETENTION_BYTES_CONFIG,
              "so a large backlog is deleted before it is handled",
              "-1"));
    }
    if (number(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG) < ClientSettings.MIN_RECORD_BYTES) {
      faults.add(
          fault(
              config,
              TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
              "so a body of 1 MiB with its headers is refused",
              String.valueOf(2 << 20)));
    }
    Integer partitions = requested.partitions();
    if (partitions != null && partitions != description.partitions().size()) {
      faults.add(
          "it has "
              + description.partitions().size()
              + " partitions instead of "
              + partitions
              + ": changing the number breaks the order of lanes; create another topic");
    }
    if (!faults.isEmpty()) {
      throw new IllegalStateException(
          "The topic "
              + topic
              + " can lose events or their order:\n- "
              + String.join("\n- ", faults)
              + "\nChange a setting with: kafka-configs.sh --bootstrap-server "
              + bootstrapServers
              + " --alter --entity-type topics --entity-name "
              + topic
              + " --add-config NAME=VALUE");
    }
    return description.partitions().size();
  }

  private TopicDescription describe(String topic) {
    try {
      return AdminCalls.get(admin.describeTopics(List.of(topic)).allTopicNames())
          .values()
          .iterator()
          .next();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        NewTopic missing = requested.topic(topic);
        StringBuilder command = new StringBuilder();
        missing
            .configs()
            .forEach((name, value) -> command.append(" --config ").append(name + "=" + value));
        throw new IllegalStateException(
            "The topic "
                + topic
                + " does not exist; call createTopics(), or run: kafka-topics.sh"
                + " --bootstrap-server "
                + bootstrapServers
                + " --create --topic "
                + topic
                + " --partitions "
                + missing.numPartitions()
                + " --replication-factor "
                + missing.replicationFactor()
                + command,
            e);
      }
      throw new InboxUnavailableException(notExamined(topic), e);
    }
  }

  private static String notExamined(String topic) {
    return "The topic " + topic + " cannot be examined";
  }

  private Config config(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return AdminCalls.get(admin.describeConfigs(List.of(resource)).all(), notExamined(topic))
        .values()
        .iterator()
        .next();
  }

  private static String fault(Config config, String name, String consequence, String value) {
    return name + " is " + text(config, name) + ", " + consequence + ": set " + name + "=" + value;
  }

  private static String text(Config config, String name) {
    return String.valueOf(config.get(name).value());
  }

  private static long number(Config config, String name) {
    return Long.parseLong(text(config, name));
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
  }
}
