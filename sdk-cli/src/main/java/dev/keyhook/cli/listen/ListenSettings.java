package dev.keyhook.cli.listen;

import dev.keyhook.cli.catalogue.Vendor;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the server.
 *
 * @param port 0 for any
 * @param address where to listen
 * @param addressName the address as the user wrote it
 * @param pageToken the token that opens the page; null if only this machine can reach it
 * @param endpoints the vendors
 * @param redaction what the page must not show
 * @param partnerId the only partner whose events are accepted; null for any
 * @param handling handles events
 * @param inbox a file or a JDBC URL; null to handle within the request
 * @param encryptKey the file of the key that encrypts stored bodies; null for clear text
 */
record ListenSettings(
    int port,
    InetAddress address,
    String addressName,
    @Nullable String pageToken,
    Map<Vendor, VendorEndpoint> endpoints,
    Redaction redaction,
    @Nullable String partnerId,
    Handling handling,
    @Nullable String inbox,
    @Nullable Path encryptKey) {}
