package dev.clm.api.http.error;

import dev.clm.common.field.Json;
import dev.clm.common.identifier.Identifiers;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        // It never came to the filter that gives exchanges their ids.
        String id = Identifiers.next().toString();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", kind.title());
        body.put("status", status);
        body.put("code", code);
        body.put("errors", List.of());
        body.put("request_id", id);
        try {
            response.setHeader(ProblemResponse.REQUEST_ID_HEADER, id);
            response.setContentType(Problem.MEDIA_TYPE);
            response.getOutputStream().write(Json.write(body).getBytes(StandardCharsets.UTF_8));
            response.finishResponse();
        } catch (IOException e) {
            container.getLogger().debug("the client has gone", e);
        }
    }
}
