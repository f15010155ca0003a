package dev.clm.api.http.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clm.api.testing.RunningService;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no well-behaved client sends is refused as the client's fault, never as ours. */
class HostileRequestIT {
    private final RunningService service = RunningService.shared();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/pro|be HTTP/1.1",
                "GET /api/v1/%zz HTTP/1.1",
                "GET /api/v1/%2e%2e/x HTTP/1.1",
                "GET /api/v1//probe HTTP/1.1",
                "GET /api/v1/a;b=c HTTP/1.1",
                "GET /api/v1/a%2fb HTTP/1.1",
                "GET /api/v1/a%00 HTTP/1.1",
                "GET /api/v1/a%0d%0ab HTTP/1.1",
                "G<T /api/v1/probe HTTP/1.1",
                "GET /pki/../api HTTP/1.1",
                "TRACE /api/v1/probe HTTP/1.1",
                "POST /pki/x/ocsp HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz",
                "POST /pki/x/ocsp HTTP/1.1\r\nContent-Length: -1",
                "POST /pki/x/ocsp HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6",
                "GET /api/v1/probe HTTP/9.9",
                "CONNECT /api/v1/probe HTTP/1.1",
                "POST /pki/x/ocsp HTTP/1.1\r\nTransfer-Encoding: gzip",
                "GET /api/v1/probe HTTP/1.1\r\nX-Organization: \u00e4\u0001"
            })
    void malformedRequestLineOrHeader(String head) throws IOException {
        assertClientError(head + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 200_000})
    void oversizedHeader(int length) throws IOException {
        assertClientError("GET /pki/x/ca.pem HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Long: "
                + "a".repeat(length) + "\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"q=%", "q=%zz", "q=%ff", "q=%ED%A0%80", "%=1", "q=%00", "cursor=%00"})
    void malformedQuery(String query) throws IOException {
        assertClientError("GET /api/v1/certificates?" + query + " HTTP/1.1" + credential());
    }

    @Test
    void moreParametersThanAnybodyNeeds() throws IOException {
        assertClientError("GET /api/v1/certificates?" + "a=1&".repeat(1_000) + " HTTP/1.1" + credential());
    }

    @Test
    void malformedChunk() throws IOException {
        assertClientError("POST /api/v1/certificates HTTP/1.1\r\nContent-Type: application/json"
                + "\r\nTransfer-Encoding: chunked" + credential() + "zz\r\n\r\n");
    }

    private String credential() {
        return "\r\nAuthorization: Bearer " + service.apiKey() + "\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    }

    private void assertClientError(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", service.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            String answer = statusLine(socket);
            // A connection that is cut without an answer is a refusal too.
            assertThat(answer).matches("(HTTP/1.1 (4\\d\\d|505).*)?");
        }
    }

    private static String statusLine(Socket socket) {
        try {
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
            return answer;
        } catch (IOException reset) {
            return "";
        }
    }
}
