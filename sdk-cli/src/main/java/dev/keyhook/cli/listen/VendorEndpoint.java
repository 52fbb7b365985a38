package dev.keyhook.cli.listen;

import dev.keyhook.DeliveryVerifier;
import dev.keyhook.cli.catalogue.Vendor;
import java.util.Map;
import java.util.function.Function;

/**
 * The settings of one vendor's endpoint.
 *
 * @param vendor the vendor that delivers there
 * @param verifier authenticates the vendor
 * @param proof returns valid credential headers for the body of a sample
 * @param forgery returns credential headers that the verifier refuses
 */
record VendorEndpoint(
    Vendor vendor,
    DeliveryVerifier verifier,
    Function<byte[], Map<String, String>> proof,
    Function<byte[], Map<String, String>> forgery) {}
