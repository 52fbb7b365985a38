package dev.keyhook.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhook.WebhookRequest;
import java.util.List;
import java.util.Map;

/** Requests as the vendors send them. */
final class Requests {

  static final String TOKEN = "an-agreed-secret-of-forty-random-letters";

  private Requests() {}

  /** An event of SmartphoneKey. */
  static String keyAdded(String id, String partnerId) {
    return smartphoneKey(
        id,
        "KeyAdded",
        partnerId,
        "{\"type\":\"KeyAdded\",\"lockId\":4321,\"uuid\":\"6b1f\",\"keyUuid\":\"k-1\","
            + "\"timestamp\":\"2026-04-30T10:30:00.123Z\"}");
  }

  static String smartphoneKey(String id, String type, String partnerId, String data) {
    return """
    {"version":"0","id":"%s","detail-type":"%s","source":"spk.api","account":"123456789012",\
    "time":"2026-04-30T10:30:00Z","region":"eu-west-1","resources":[],"detail":{"partnerId":"%s",\
    "aggregateType":"lock","aggregateId":"6b1f","version":7,"timestamp":1777545000123,"data":%s}}"""
        .formatted(id, type, partnerId, data);
  }

  /** An event of Schlage Home, with a line break in a text and a letter beyond ASCII. */
  static String lockStateChanged(String id) {
    return """
    {"eventId":"%s","deviceId":"8e2b6e2c-5d1f-5c2a-9f3e-0c6a3f1b2d4e",\
    "time":"2026-04-29T19:17:18.000Z","eventType":"DeviceUpdate",\
    "trigger":"DeviceLockStateChanged","version":"2.0","data":{"lockState":"Locked",\
    "accessor":{"id":null,"friendlyName":"Zoë / 2","accessType":"Thumbturn"}}}"""
        .formatted(id);
  }

  static WebhookRequest post(String body) {
    return post(Map.of(), body.getBytes(UTF_8));
  }

  static WebhookRequest post(Map<String, List<String>> headers, byte[] body) {
    return WebhookRequest.of("POST", headers, body);
  }

  static WebhookRequest bearer(String token, String body) {
    return post(Map.of("Authorization", List.of("Bearer " + token)), body.getBytes(UTF_8));
  }
}
