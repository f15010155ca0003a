package dev.clm.api.http.error;

import dev.clm.common.field.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/** What Tomcat refuses before the application sees it (a malformed path, an oversized header), as a problem too. */
public class ProblemReportValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        if (response.getStatus() == HttpServletResponse.SC_NOT_IMPLEMENTED) {
            // Of a method or a transfer coding that there is not: the client's mistake, whatever RFC 9110 numbers it.
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        }
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        ProblemKind kind = ProblemKind.ofStatus(status);
        String code = kind.name().toLowerCase(Locale.ROOT);
        String body = Json.write(new Problem("about:blank", kind.title(), status, null, code, List.of(), null));
        try {
            response.setContentType(Problem.MEDIA_TYPE);
            response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            response.finishResponse();
        } catch (IOException e) {
            container.getLogger().debug("the client has gone", e);
        }
    }
}
