package dev.keyhook.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.stripe.Stripe;
import java.util.Arrays;

/**
 * Bodies to parse: events of our vendors as they are sent, and an event of similar size for each of
 * the other libraries. All content is made up.
 */
final class Bodies {

  private static final String DATA =
      """
      {"type":"ResidentAdded","lockId":4321,"uuid":"550e8400-e29b-41d4-a716-446655440000",\
      "timestamp":"2026-04-30T10:30:00.123Z","userId":"7c9e6679-7425-40de-944b-e07fc1f90ae7",\
      "name":"Ada Example","email":"ada@tenant.example.com"}""";

  private static final String DETAIL =
      """
      {"partnerId":"acme-corp","aggregateType":"lock",\
      "aggregateId":"550e8400-e29b-41d4-a716-446655440000","version":5,\
      "timestamp":1745922600123,"data":"""
          + DATA
          + "}";

  private static final String BEFORE_DETAIL =
      """
      "source":"spk.api","account":"123456789012","time":"2026-04-30T10:30:00Z",\
      "region":"eu-west-1","resources":[]""";

  private static final String ID_FIELDS =
      "{\"version\":\"0\",\"id\":\"6a7e8feb-b491-4cf7-a9f1-bf3703467718\",";

  /** Where the 36 characters of the event's id begin in {@link #residentAdded()}. */
  static final int ID_OFFSET = ID_FIELDS.indexOf("6a7e8feb");

  private static final String UP_TO_SUBJECT =
      ID_FIELDS
          + "\"detail-type\":\"ResidentAdded\","
          + BEFORE_DETAIL
          + ",\"detail\":"
          + DETAIL.substring(0, DETAIL.indexOf("\",\"version\""));

  /** Where the subject's id ends in {@link #residentAdded()}. */
  static final int SUBJECT_END = UP_TO_SUBJECT.length();

  private Bodies() {}

  /** An envelope in EventBridge's field order, 581 bytes. Most ratios are measured with it. */
  static byte[] residentAdded() {
    return utf8(
        ID_FIELDS
            + "\"detail-type\":\"ResidentAdded\","
            + BEFORE_DETAIL
            + ",\"detail\":"
            + DETAIL
            + "}");
  }

  /** The same with {@code detail} before {@code detail-type}. */
  static byte[] detailFirst() {
    return utf8(
        ID_FIELDS
            + "\"detail\":"
            + DETAIL
            + ",\"detail-type\":\"ResidentAdded\","
            + BEFORE_DETAIL
            + "}");
  }

  /** The same with an unknown type. */
  static byte[] unknownType() {
    return utf8(new String(residentAdded(), UTF_8).replace("ResidentAdded", "ResidentMoved"));
  }

  /** An event of Schlage Home, about 200 bytes. */
  static byte[] schlage() {
    return utf8(
        """
        {"eventId":"c4ca4238a0b923820dcc509a6f75849b",\
        "deviceId":"2c1d4e5f-6a7b-5c8d-9e0f-1a2b3c4d5e6f","time":"2026-05-04T17:31:08.000Z",\
        "eventType":"DeviceUpdate","trigger":"DeviceLockStateChanged",\
        "data":{"lockState":"Locked"},"version":"2.0"}""");
  }

  /** A shadow update of exactly the given size: JSON within strings, as the vendor sends it. */
  static byte[] shadow(int size) {
    String begin =
        ID_FIELDS
            + "\"detail-type\":\"Shadow Update\",\"source\":\"spk.iot.shadow\","
            + "\"account\":\"123456789012\",\"time\":\"2026-04-20T18:05:33Z\","
            + "\"region\":\"eu-west-1\",\"resources\":[],\"detail\":{"
            + "\"thingName\":\"0f5b84e0-1d56-4d2f-8d6c-1f2e3a4b5c6d\",\"partnerId\":\"acme-corp\","
            + "\"version\":42,\"reportedState\":\"{\\\"available\\\":true";
    String end =
        "}\",\"desiredState\":\"{\\\"1/257/0\\\":2}\",\"deltaState\":\"{\\\"1/257/0\\\":2}\","
            + "\"metadata\":\"{\\\"reported\\\":{\\\"1/257/0\\\":{\\\"timestamp\\\":1776708330}}}\"}}";
    StringBuilder body = new StringBuilder(begin);
    int attribute = 0;
    while (body.length() + end.length() + 24 < size) {
      body.append(",\\\"1/").append(attribute++ % 1000).append("/17\\\":10");
    }
    byte[] padded = new byte[size - body.length() - end.length()];
    Arrays.fill(padded, (byte) ' ');
    return utf8(body + new String(padded, UTF_8) + end);
  }

  /** The reported state of a lock, about 300 bytes. */
  static byte[] lockState() {
    return utf8(
        """
        {"available":true,"1/257/0":1,"1/257/1":0,"1/257/2":true,"1/257/3":1,"1/257/17":10,\
        "1/257/18":15,"1/257/28":5,"1/257/35":30,"1/257/36":2,"1/257/37":0,"1/257/48":3,\
        "1/257/49":10,"1/257/51":false,"1/257/65529":[0,1,26,27,29,34,36,38],"1/47/0":1,\
        "1/47/11":2740,"1/47/12":156,"1/47/14":0,"1/47/15":false,"1/47/19":"CR123A"}""");
  }

  /** A reported state of at most the given size, of a device with many endpoints. */
  static byte[] matterState(int size) {
    StringBuilder text = new StringBuilder("{\"available\":true");
    for (int attribute = 0; text.length() < size - 24; attribute++) {
      text.append(",\"").append(attribute / 100).append("/257/").append(attribute % 100);
      text.append("\":").append(attribute % 7);
    }
    return utf8(text.append('}').toString());
  }

  /** Stripe's {@code customer.updated}. */
  static byte[] stripe() {
    return utf8(
        """
        {"id":"evt_1QxAbC2eZvKYlo2CxYz01234","object":"event","api_version":"%s",\
        "created":1774875000,"data":{"object":{"id":"cus_RbT0x1Y2z3A4b5","object":"customer",\
        "balance":0,"created":1774870000,"currency":"eur","delinquent":false,\
        "email":"ada@example.com","invoice_prefix":"0759376C","livemode":false,\
        "metadata":{"lockId":"4321","unit":"12"},"name":"Ada Example","preferred_locales":[],\
        "tax_exempt":"none"}},"livemode":false,"pending_webhooks":1,\
        "request":{"id":"req_a1b2c3d4e5f6g7",\
        "idempotency_key":"7c9e6679-7425-40de-944b-e07fc1f90ae7"},"type":"customer.updated"}"""
            .formatted(Stripe.API_VERSION));
  }

  /** LINE's message event. */
  static byte[] line() {
    return utf8(
        """
        {"destination":"U1a2b3c4d5e6f708192a3b4c5d6e7f809","events":[{"type":"message",\
        "message":{"type":"text","id":"14353798921116",\
        "quoteToken":"q3Plxr4AgKd29NZkBmOpt5Lq6Xzzdc","text":"Ada Example has come in by the front door, with the key that she was given for April 2026; lock 4321."},\
        "webhookEventId":"01FZ74A0TDDPYRVKNK77XKC3ZR","deliveryContext":{"isRedelivery":false},\
        "timestamp":1774875000123,\
        "source":{"type":"group","groupId":"C0f1e2d3c4b5a69788796a5b4c3d2e1f0",\
        "userId":"U4af4980629aabbccddeeff0011223344"},\
        "replyToken":"nHuyWiB7yP5Zw52FIkcQobQuGDXCTA","mode":"active"}]}""");
  }

  /** Adyen's authorisation notification; its signature is in the body. */
  static byte[] adyen(String signature) {
    return utf8(
        """
        {"live":"false","notificationItems":[{"NotificationRequestItem":{"additionalData":{\
        "hmacSignature":"%s","authCode":"1234","expiryDate":"12/2028","cardSummary":"7777"},\
        "amount":{"value":1130,"currency":"EUR"},"pspReference":"7914073381342284",\
        "eventCode":"AUTHORISATION","eventDate":"2026-04-30T10:30:00+02:00",\
        "merchantAccountCode":"AcmeCorpLocks","merchantReference":"lock-4321-order-550e8400-e29b-41d4-a716-4466",\
        "operations":["CANCEL","CAPTURE","REFUND"],"paymentMethod":"visa",\
        "reason":"1234:7777:12/2028","success":"true"}}]}"""
            .formatted(signature));
  }

  /** {@link #residentAdded()} as a CloudEvent in structured mode. */
  static byte[] cloudEvent() {
    return utf8(
        """
        {"specversion":"1.0","id":"6a7e8feb-b491-4cf7-a9f1-bf3703467718",\
        "source":"https://api.example.com/partners/acme-corp/locks","type":"com.example.ResidentAdded",\
        "subject":"550e8400-e29b-41d4-a716-446655440000","time":"2026-04-30T10:30:00Z",\
        "datacontenttype":"application/json","partnerid":"acme-corp","aggregatetype":"lock",\
        "region":"eu-west-1","data":"""
            + DATA
            + "}");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
