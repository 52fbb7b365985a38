package dev.keyhook.cli.listen;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.cli.catalogue.Vendor;
import java.util.Map;
import java.util.function.Function;

/**
 * The settings of one vendor's endpoint.
 *
 * @param vendor who delivers there
 * @param verifier authenticates it
 * @param proof the headers by which a body of ours is authenticated, for samples
 * @param forgery the headers of somebody without the credential
 */
public record VendorEndpoint(
    Vendor vendor,
    DeliveryVerifier verifier,
    Function<byte[], Map<String, String>> proof,
    Function<byte[], Map<String, String>> forgery) {}
