import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.temporal.testserver.TestServer;

/**
 * Runs any number of time-skipping test servers in one process, which has to load and compile their classes only once.
 * Argument: the port on 127.0.0.1 where they are asked for. Whoever connects there sends a line with the port that a
 * server shall have. It has a clock of its own, and lives until that connection is closed.
 */
public final class TestServers {

    private static final int WAITING_CONNECTIONS = 50;

    private TestServers() {
    }

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        try (ServerSocket door = new ServerSocket(port, WAITING_CONNECTIONS, InetAddress.getByName("127.0.0.1"))) {
            while (true) {
                Socket borrower = door.accept();
                Thread lending = new Thread(() -> lend(borrower));
                lending.setDaemon(true);
                lending.start();
            }
        }
    }

    private static void lend(Socket borrower) {
        try (borrower;
             BufferedReader lines = new BufferedReader(
                 new InputStreamReader(borrower.getInputStream(), StandardCharsets.US_ASCII))) {
            String port = lines.readLine();
            if (port == null) {
                return;
            }
            try (TestServer.PortBoundTestServer server = TestServer.createPortBoundServer(Integer.parseInt(port))) {
                waitForEnd(lines);
            }
        } catch (IOException e) {
            // The borrower has gone, and so has the server.
        }
    }

    private static void waitForEnd(BufferedReader lines) throws IOException {
        while (lines.readLine() != null) {
            // Nothing more is expected.
        }
    }
}
