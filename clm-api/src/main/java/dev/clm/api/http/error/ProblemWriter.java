package dev.clm.api.http.error;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes a problem where no controller is: from filters, from the security chain and from the error dispatch. */
@Component
public class ProblemWriter {
    private final JsonMapper json;

    public ProblemWriter(JsonMapper json) {
        this.json = json;
    }

    public void write(HttpServletResponse response, Throwable failure) throws IOException {
        send(response, ProblemTranslation.of(failure));
    }

    /** An error that the servlet container or Spring found by itself, known by its status only. */
    public void write(HttpServletResponse response, int status) throws IOException {
        send(response, ProblemResponse.of(ProblemKind.ofStatus(status), null));
    }

    private void send(HttpServletResponse response, ProblemResponse answer) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] body = json.writeValueAsBytes(answer.problem());
        response.resetBuffer();
        response.setStatus(answer.problem().status());
        answer.headers().forEach(response::setHeader);
        // Perhaps before the body was read, which nobody will read now: no client is to send its next request behind
        // it.
        response.setHeader(HttpHeaders.CONNECTION, "close");
        response.setContentType(Problem.MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
