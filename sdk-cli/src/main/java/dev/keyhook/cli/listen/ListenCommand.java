package dev.keyhook.cli.listen;

import dev.keyhook.cli.CommandException;
import dev.keyhook.cli.ExitCode;
import dev.keyhook.cli.FileProblem;
import dev.keyhook.cli.Output;
import dev.keyhook.cli.PercentConverter;
import dev.keyhook.cli.catalogue.Vendor;
import dev.keyhook.cli.inbox.InboxSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keyhook listen}: receives deliveries and shows them on a page. */
@Command(
    name = "listen",
    description = {
      "Receive deliveries of both vendors on this machine, and show them on a page.",
      "The endpoints are /hooks/smartphonekey and /hooks/schlage-home; the page is at /."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "With --inbox, deliveries are stored before they are acknowledged, and handled by a worker"
          + " that retries; events that fail for a day are kept as dead letters.",
      "",
      "Examples:",
      "  keyhook listen",
      "  keyhook listen --smartphonekey-token env:TOKEN --schlage-home-key published",
      "  keyhook listen --inbox keyhook.db --handled-log handled.log --fail 10%%",
      "  keyhook listen --port 0 --ready-file ready.txt \\",
      "      --inbox 'jdbc:postgresql://localhost/keyhook?user=keyhook'"
    })
public final class ListenCommand implements Callable<Integer> {

  /** A constant, because the log manager does not prevent a logger from being collected. */
  private static final Logger RECEIVER_LOG = Logger.getLogger("dev.keyhook.webhooks");

  @Option(names = "--port", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}; 0: any.")
  private int port = 8080;

  @Mixin private VendorOptions vendors = new VendorOptions();

  @Option(
      names = "--partner-id",
      paramLabel = "ID",
      description = "Reject SmartphoneKey's events for other partners.")
  private @Nullable String partnerId;

  @Option(
      names = "--inbox",
      paramLabel = "FILE|JDBC-URL",
      description = "Store deliveries in a SQLite file or in PostgreSQL; tables are created.")
  private @Nullable String inbox;

  @Option(
      names = "--encrypt-key-file",
      paramLabel = "FILE",
      description = "Encrypt stored bodies; make the file with: head -c 32 /dev/urandom > FILE")
  private @Nullable Path encryptKey;

  @Option(
      names = "--handled-log",
      paramLabel = "FILE",
      description = "Append a line per handled event: endpoint, id, type, subject, attempt.")
  private @Nullable Path handledLog;

  @Option(
      names = "--fail",
      paramLabel = "PERCENT",
      converter = PercentConverter.class,
      description = "Let this share of the attempts fail.")
  private double fail;

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description = "Write the base URL here once requests are accepted.")
  private @Nullable Path readyFile;

  @Option(
      names = "--allow-remote",
      paramLabel = "ADDRESS",
      description =
          "Listen on this address of the machine instead of loopback, 0.0.0.0 for all; the page"
              + " then asks for a token that is printed once.")
  private @Nullable String remoteAddress;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws InterruptedException {
    RECEIVER_LOG.setLevel(Level.OFF); // each delivery has a line with its outcome
    if (port < 0 || port > 65_535) {
      throw CommandException.usage("--port must be from 0 to 65535");
    } else if (encryptKey != null && inbox == null) {
      throw CommandException.usage("--encrypt-key-file needs --inbox");
    }
    if (inbox != null) {
      InboxSource.of(inbox).check();
    }
    requireFolder("--ready-file", readyFile);
    requireFolder("--handled-log", handledLog);
    HandledLog log = handledLog == null ? null : HandledLog.of(handledLog);
    ListenSettings settings = settings(new Handling(log, fail));
    DeliveryLines lines = new DeliveryLines(output, settings.redaction());
    ListenServer server = ListenServer.start(settings, lines, lines::problem);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  stopped.countDown();
                },
                "keyhook-shutdown"));
    new Banner(output, server.base()).print(settings, TryLines.of(server.base(), vendors));
    if (readyFile != null) {
      write(readyFile, server.base().toString());
    }
    stopped.await();
    return ExitCode.OK;
  }

  /** Checks that a file can be created later, before requests are received. */
  private static void requireFolder(String option, @Nullable Path file) {
    Path folder = file == null ? null : file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw CommandException.usage(option + ": there is no folder " + folder);
    }
  }

  private ListenSettings settings(Handling handling) {
    Map<Vendor, VendorEndpoint> endpoints = new LinkedHashMap<>();
    endpoints.put(Vendor.SMARTPHONEKEY, vendors.smartphoneKey());
    endpoints.put(Vendor.SCHLAGE_HOME, vendors.schlageHome());
    return new ListenSettings(
        port,
        address(),
        remoteAddress == null ? "localhost" : remoteAddress,
        remoteAddress == null ? null : newToken(),
        endpoints,
        vendors.redaction(),
        partnerId,
        handling,
        inbox,
        encryptKey);
  }

  private InetAddress address() {
    if (remoteAddress == null) {
      return InetAddress.getLoopbackAddress();
    }
    try {
      return InetAddress.getByName(remoteAddress);
    } catch (UnknownHostException e) {
      throw CommandException.usage(
          "--allow-remote must be an address of this machine, such as 0.0.0.0; there is no "
              + remoteAddress);
    }
  }

  private static String newToken() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** The file appears with its complete content. */
  private static void write(Path file, String text) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.writeString(part, text);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw CommandException.usage("Cannot write the file " + file + ": " + FileProblem.of(e));
    }
  }
}
