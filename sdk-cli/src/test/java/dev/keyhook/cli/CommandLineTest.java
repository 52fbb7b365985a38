package dev.keyhook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The usage of the command, and its messages for mistakes. */
class CommandLineTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "listen",
        "send",
        "explain",
        "parse",
        "preflight",
        "inbox",
        "events",
        "drift",
        "demo"
      })
  void everyCommandHasHelpWithAnExample(String name) {
    Command help = Command.run(name, "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("Usage: keyhook " + name).contains("  keyhook " + name);
    assertThat(help.out()).as("escapes of the help's format").doesNotContain("%%");
    assertThat(summary(name, "--help")).isEqualTo(summary(name, name));
  }

  /** Returns the summary of a command in the help of all commands, when run with arguments. */
  private static String summary(String name, String... args) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    CommandLine all = Keyhook.commandLine(nowhere, nowhere, args);
    return all.getSubcommands().get(name).getCommandSpec().usageMessage().description()[0];
  }

  @Test
  void theCompletionKnowsTheOptionsOfAllCommands() {
    assertThat(Command.run("generate-completion").out())
        .contains("--smartphonekey-token", "--reconcile", "--show-sensitive");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"status", "list", "show", "retry", "discard", "replay", "purge", "export"})
  void everyInboxCommandHasHelpWithAnExample(String name) {
    Command help = Command.run("inbox", name, "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("--db").contains("  keyhook inbox " + name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          evnts                                               | did you mean events
          events KeyAddd                                      | did you mean KeyAdded
          send --type KeyAdded                                | --to
          send --to http://127.0.0.1:1                        | --type
          send --to http://127.0.0.1:1 --type Nope            | no event type 'Nope'
          send --to nonsense --type KeyAdded                  | is not a URL such as
          send --to http://[bad --type KeyAdded               | is not a URL such as
          send --to http://127.0.0.1:1 --all --count 0        | --count must be from 1
          send --to http://127.0.0.1:1 --all --count x        | is not a number
          send --to http://127.0.0.1:1 --all --retry aws      | write none or eventbridge
          send --to http://127.0.0.1:1 --all --sed 1          | did you mean --seed?
          listen --inbox src                                  | src is a folder
          listen --inbox none/keyhook.db                      | There is no folder
          listen --ready-file none/ready                      | --ready-file: there is no folder
          listen --handled-log src                            | Cannot write the log src: Is a directory
          listen --smartphonekey-token a --smartphonekey-insecure | keyhook: --smartphonekey-token
          send --to http://127.0.0.1:1 --all --cut 101        | from 0 to 100
          send --to http://127.0.0.1:1 --all --for ten        | write 500ms
          send --to http://127.0.0.1:1 --all --forge 5        | --forge needs
          send --to http://127.0.0.1:1 --all --tokn x         | no option '--tokn'
          send --to http://127.0.0.1:1 --all --token env:NONE | NONE is not set
          send --to http://127.0.0.1:1 --all --token @none    | secret's file none
          listen --port 99999                                 | from 0 to 65535
          listen --encrypt-key-file k                         | needs --inbox
          listen --inbox jdbc:mysql://x                       | jdbc:postgresql
          inbox                                               | A command is missing
          inbox status                                        | --db
          parse                                               | FILE
          parse none.json                                     | no file none.json
          drift                                               | FILE|FOLDER
          preflight nonsense                                  | not a URL
          explain --body src --headers pom.xml --token x      | Cannot read src: Is a directory
          events --html none/events.html                      | there is no such file or folder
          inbox status --db src                               | src is a folder
          inbox show --db none.db ABC/1                       | is not LANE/POSITION
          inbox retry --db none.db 0123456789abcdef0123456789abcdef/99999999999999999999 | is not LANE/POSITION
          """)
  void aWrongCommandLineSaysWhatToWriteInstead(String line, String advice) {
    Command wrong = Command.run(line.split(" ", -1));
    assertThat(wrong.exitCode()).as(wrong.err()).isEqualTo(ExitCode.USAGE);
    assertThat(wrong.err())
        .startsWith("keyhook: ")
        .contains(advice)
        .doesNotContain("\tat ", "Exception", "dev.keyhook");
    assertThat(wrong.out()).isEmpty();
  }

  @Test
  void aStackTraceIsPrintedOnlyIfItIsAskedFor() {
    assertThat(Command.run("parse", "none.json", "--verbose").err()).contains("\tat ");
  }

  @Test
  void aSecretComesFromTheEnvironmentAFileOrTheCommandLine() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "from the file\n");
    Map<String, String> environment = Map.of("NAME", "from the environment");
    assertThat(SecretText.resolve("env:NAME", environment::get).reveal())
        .isEqualTo("from the environment");
    assertThat(SecretText.resolve("@" + file, environment::get).reveal())
        .isEqualTo("from the file");
    assertThat(SecretText.resolve("literal", environment::get))
        .hasToString("***")
        .satisfies(secret -> assertThat(secret.reveal()).isEqualTo("literal"));
    assertThatThrownBy(() -> SecretText.resolve("", environment::get))
        .isInstanceOf(CommandException.class);
  }

  @Test
  void aBodyIsParsedWithSensitiveFieldsMasked() throws Exception {
    Path body =
        Files.writeString(
            folder.resolve("body.json"),
            """
            {"id":"1","detail-type":"RtspCameraRegistered","time":"2026-05-04T15:00:00Z","detail":{"data":{
            "name":"Front door","createdAt":"2026-05-04T15:00:00Z","password":"hunter2","added":1}}}
            """);
    Command parsed = Command.run("parse", body.toString());
    assertThat(parsed.exitCode()).isZero();
    assertThat(parsed.out())
        .contains("SmartphoneKey RtspCameraRegistered", "UNKNOWN_FIELD at /detail/data/added")
        .doesNotContain("hunter2", "Front door");
    assertThat(Command.run("parse", "--json", body.toString()).out())
        .contains("\"pointer\":\"/detail/data/password\",\"value\":\"•••\"")
        .doesNotContain("hunter2");
    assertThat(Command.run("parse", "--show-sensitive", body.toString()).out()).contains("hunter2");
  }

  @Test
  void aBodyThatIsNoEventFailsTheCheck() throws Exception {
    Path body = Files.writeString(folder.resolve("body.json"), "{\"a\":1}");
    Command parsed = Command.run("parse", body.toString());
    assertThat(parsed.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(parsed.out()).contains("not an event").contains("NO_TYPE");
  }

  @Test
  void controlCharactersOfContentDoNotReachTheTerminal() throws Exception {
    Path body =
        Files.writeString(
            folder.resolve("body.json"), "{\"detail-type\":\"\\u001b[31mred\",\"detail\":{}}");
    assertThat(Command.run("parse", body.toString()).out())
        .doesNotContain("\u001b[31m")
        .contains("?[31mred");
  }

  @Test
  void aRefusedDeliveryIsExplained() throws Exception {
    Path body = Files.writeString(folder.resolve("body.json"), "{}");
    Path headers =
        Files.writeString(folder.resolve("headers.txt"), "> Authorization: Bearer Right\n");
    String[] command = {
      "explain", "--body", body.toString(), "--headers", headers.toString(), "--token"
    };
    assertThat(Command.run(with(command, "Right")).exitCode()).isZero();
    Command refused = Command.run(with(command, "right"));
    assertThat(refused.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(refused.out()).contains("SECRET_ALTERED").doesNotContain("Right", "right\n");
  }

  private static String[] with(String[] command, String last) {
    String[] all = Arrays.copyOf(command, command.length + 1);
    all[command.length] = last;
    return all;
  }

  @Test
  void anUnreachableAddressHasAnExitCodeOfItsOwn() {
    Command send = Command.run("send", "--to", "http://127.0.0.1:1", "--type", "KeyAdded");
    assertThat(send.exitCode()).isEqualTo(ExitCode.CANNOT_CONNECT);
    assertThat(send.err()).contains("Cannot connect to http://127.0.0.1:1");
    Path missing = folder.resolve("missing.db");
    assertThat(Command.run("inbox", "status", "--db", missing.toString()).exitCode())
        .isEqualTo(ExitCode.CANNOT_CONNECT);
  }
}
