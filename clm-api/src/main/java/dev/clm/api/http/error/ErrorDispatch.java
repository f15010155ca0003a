package dev.clm.api.http.error;

import dev.clm.common.identifier.Identifiers;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.MDC;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Where the servlet container forwards what failed outside every controller, instead of writing a page of its own. */
@Controller
class ErrorDispatch implements ErrorController {
    private final ProblemWriter problems;

    ErrorDispatch(ProblemWriter problems) {
        this.problems = problems;
    }

    @RequestMapping("${spring.web.error.path:/error}")
    void render(HttpServletRequest request, HttpServletResponse response) throws IOException {
        identify(response);
        Object failed = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        if (failed instanceof IOException broken) {
            // The container keeps what it met while it read the body, and forwards here though that was answered.
            problems.write(response, UnreadableBody.of(broken));
        } else if (failed instanceof Exception failure) {
            problems.write(response, failure);
        } else if (request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status) {
            problems.write(response, status);
        } else {
            problems.write(response, ProblemKind.NOT_FOUND.status());
        }
        MDC.remove(ProblemResponse.REQUEST_ID);
    }

    /** What the container refused before any filter (TRACE) has no id yet; what came through them has kept its header. */
    private static void identify(HttpServletResponse response) {
        String id = response.getHeader(ProblemResponse.REQUEST_ID_HEADER);
        if (id == null) {
            id = Identifiers.next().toString();
            response.setHeader(ProblemResponse.REQUEST_ID_HEADER, id);
        }
        MDC.put(ProblemResponse.REQUEST_ID, id);
    }
}
