package dev.clm.api.http.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.clm.api.testing.RunningService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers who send a byte of their body now and then take no thread that others need. */
@Tag("A4")
class SlowCallersIT {
    /** More than Tomcat has threads for. */
    private static final int CALLERS = 250;

    private static final int ANNOUNCED = 100_000;
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
    private static final int WAITED_FOR = 100;
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final RunningService SERVICE = RunningService.shared();

    private final List<Socket> callers = new ArrayList<>();
    private final Map<Socket, StringBuilder> answers = new HashMap<>();

    @AfterEach
    void hangUp() throws IOException {
        for (Socket caller : callers) {
            caller.close();
        }
    }

    @Test
    void whoIsRefusedIsNotListenedToAnyFurther() throws Exception {
        for (int i = 0; i < CALLERS; i++) {
            callers.add(begin(
                    i % 2 == 0 ? "/api/v1/certificates" : "/actuator/health/liveness",
                    i % 3 == 0 ? CHUNKED : "Content-Length: " + ANNOUNCED + "\r\n"));
        }
        int rounds = 0;
        while (callers.stream().anyMatch(caller -> !answer(caller).startsWith("HTTP/1.1 4"))) {
            assertThat(liveness()).isEqualTo(200);
            callers.forEach(SlowCallersIT::sendAByte);
            rounds++;
            assertThat(rounds).as("rounds").isLessThan(CALLERS);
        }
        for (Socket caller : callers) {
            await().atMost(SOON).until(() -> hasEnded(caller));
        }
    }

    @Test
    void fewAreWaitedForFromOneAddress() throws Exception {
        for (int i = 0; i < WAITED_FOR + 1; i++) {
            callers.add(begin(
                    "/api/v1/certificates",
                    "Authorization: Bearer " + SERVICE.apiKey() + "\r\nContent-Length: " + ANNOUNCED + "\r\n"));
        }
        await().atMost(SOON)
                .until(() -> callers.stream().anyMatch(caller -> answer(caller).startsWith("HTTP/1.1 429")));
        assertThat(callers.stream().filter(caller -> answer(caller).isEmpty())).hasSize(WAITED_FOR);
        assertThat(liveness()).isEqualTo(200);
        assertThat(SERVICE.get("/api/v1/probe").statusCode()).isEqualTo(200);
    }

    /** Not a fault of the service: nothing for its log, and no 5xx, whether anybody is there to read it or not. */
    @Tag("E2")
    @ParameterizedTest
    @ValueSource(strings = {CHUNKED + "\r\n20\r\n", "Content-Length: 100\r\n\r\n"})
    void whoHangsUpInTheMiddleOfABodyHasSentABadRequest(String framing) throws Exception {
        for (String path : List.of("/api/v1/probe", "/api/v1/nothing", "/actuator/prometheus")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), SERVICE.port())) {
                String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Authorization: Bearer " + SERVICE.apiKey() + "\r\n" + framing + "{\"common_name\":";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                socket.setSoTimeout((int) SOON.toMillis());
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .as(path)
                        .startsWith("HTTP/1.1 400")
                        .contains("\"code\":\"unreadable_body\"");
            }
        }
    }

    private static Socket begin(String path, String more) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), SERVICE.port());
        String head =
                "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + more + "\r\n5";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void sendAByte(Socket caller) {
        try {
            caller.getOutputStream().write(' ');
        } catch (IOException closed) {
            // It was answered and hung up on.
        }
    }

    /** What has come so far, and may be read again. */
    private String answer(Socket caller) {
        return answers.computeIfAbsent(caller, any -> new StringBuilder())
                .append(arrived(caller))
                .toString();
    }

    private static String arrived(Socket caller) {
        try {
            int there = caller.getInputStream().available();
            return new String(caller.getInputStream().readNBytes(there), StandardCharsets.US_ASCII);
        } catch (IOException closed) {
            return "";
        }
    }

    private static boolean hasEnded(Socket caller) {
        try {
            caller.setSoTimeout(1_000);
            caller.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private static int liveness() throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create("http://localhost:" + SERVICE.port() + "/actuator/health/liveness"))
                                .timeout(SOON)
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }
}
