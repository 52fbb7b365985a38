package dev.keyhook.benchmarks.first;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.linecorp.bot.parser.LineSignatureValidator;
import com.linecorp.bot.parser.WebhookParseException;
import com.linecorp.bot.parser.WebhookParser;
import com.linecorp.bot.webhook.model.MessageEvent;
import com.linecorp.bot.webhook.model.TextMessageContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** line-bot-parser, with an event of LINE. */
public final class FirstLine {

  private FirstLine() {}

  /**
   * Runs it.
   *
   * @param args the body's file, the header with the credential, the secret
   */
  public static void main(String[] args) throws IOException, WebhookParseException {
    byte[] body = Files.readAllBytes(Path.of(args[0]));
    WebhookParser parser = new WebhookParser(new LineSignatureValidator(args[2].getBytes(UTF_8)));
    if (parser.handle(args[1], body).events().get(0) instanceof MessageEvent event
        && event.message() instanceof TextMessageContent message) {
      System.out.println(message.text());
    }
  }
}
