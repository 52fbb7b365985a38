package dev.keyhook.inbox;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A pooler in front of PostgreSQL that works like PgBouncer in transaction mode: each transaction
 * of a client runs in whichever session was idle the longest, so that consecutive ones run in
 * different sessions, which other clients use as well.
 */
final class TransactionPooler implements AutoCloseable {

  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;
  private static final int TERMINATE = 'X';
  private static final int READY_FOR_QUERY = 'Z';

  private final ServerSocket server;
  private final int target;
  private final LinkedBlockingQueue<Session> idle = new LinkedBlockingQueue<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger sessions = new AtomicInteger();
  private final AtomicInteger swaps = new AtomicInteger();
  private final AtomicInteger namedStatements = new AtomicInteger();

  TransactionPooler(int target) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Returns how many transactions ran in another session than the client's last one. */
  int swaps() {
    return swaps.get();
  }

  /** Returns how many statements were prepared in a session, where the client loses them. */
  int namedStatements() {
    return namedStatements.get();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "pooler");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Client client = new Client(new Wire(server.accept()));
        start(client::run);
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  /** A connection with its messages: a type, a length that includes itself, and the content. */
  private final class Wire {

    private final DataInputStream in;
    private final DataOutputStream out;

    Wire(Socket socket) throws IOException {
      sockets.add(socket);
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
      out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
    }

    byte[] readContent() throws IOException {
      byte[] content = new byte[in.readInt() - 4];
      in.readFully(content);
      return content;
    }

    void write(int type, byte[] content) throws IOException {
      out.writeByte(type);
      writeContent(content);
    }

    void writeContent(byte[] content) throws IOException {
      out.writeInt(content.length + 4);
      out.write(content);
    }
  }

  /** A session of the database, used by one client at a time. */
  private record Session(int number, Wire wire) {}

  /** A client; one thread passes on its requests, and another one the responses. */
  private final class Client {

    private final Wire wire;
    private Session session;
    private int last;

    /** How many requests of the current transaction have no response yet. */
    private int open;

    Client(Wire wire) {
      this.wire = wire;
    }

    void run() {
      try {
        logIn();
        for (int type = wire.in.read(); type >= 0 && type != TERMINATE; type = wire.in.read()) {
          byte[] content = wire.readContent();
          if (type == 'P' && content[0] != 0) {
            namedStatements.incrementAndGet();
          }
          Session used = sessionFor(type);
          used.wire().write(type, content);
          if (wire.in.available() == 0) {
            used.wire().out.flush();
          }
        }
      } catch (IOException e) {
        // The client or the server is gone.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Opens a session as the client wants it; its responses tell the client that it may begin. */
    private void logIn() throws IOException {
      byte[] startup = wire.readContent();
      while (startup.length == 4) {
        int code = ByteBuffer.wrap(startup).getInt();
        if (code != SSL_REQUEST && code != GSS_REQUEST) {
          throw new IOException("Unknown request " + code);
        }
        wire.out.writeByte('N');
        wire.out.flush();
        startup = wire.readContent();
      }
      Wire opened = new Wire(new Socket(InetAddress.getLoopbackAddress(), target));
      opened.writeContent(startup);
      opened.out.flush();
      int type;
      do {
        type = opened.in.readUnsignedByte();
        wire.write(type, opened.readContent());
      } while (type != READY_FOR_QUERY);
      wire.out.flush();
      idle.add(new Session(sessions.incrementAndGet(), opened));
    }

    private Session sessionFor(int type) throws InterruptedException {
      synchronized (this) {
        if (type == 'Q' || type == 'S') {
          open++;
        }
        if (session != null) {
          return session;
        }
      }
      Session taken = idle.take();
      synchronized (this) {
        session = taken;
        if (last != 0 && last != taken.number()) {
          swaps.incrementAndGet();
        }
        last = taken.number();
      }
      start(() -> passResponses(taken));
      return taken;
    }

    private void passResponses(Session used) {
      try {
        boolean isIdle = false;
        while (!isIdle) {
          int type = used.wire().in.readUnsignedByte();
          byte[] content = used.wire().readContent();
          if (type == READY_FOR_QUERY) {
            isIdle = endsTransaction(content[0]);
          }
          // The client's next request can only follow this response, so the session is free first.
          wire.write(type, content);
          if (isIdle || used.wire().in.available() == 0) {
            wire.out.flush();
          }
        }
      } catch (IOException e) {
        // The client or the server is gone.
      }
    }

    private synchronized boolean endsTransaction(byte status) {
      open--;
      boolean isIdle = status == 'I' && open == 0;
      if (isIdle) {
        idle.add(session);
        session = null;
      }
      return isIdle;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
