package dev.clm.api.http.error;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Every exception that leaves a controller, as RFC 9457 `application/problem+json`. */
@RestControllerAdvice
public class ProblemDetailAdvice {

    @ExceptionHandler(Exception.class)
    ResponseEntity<Problem> render(Exception failure, HttpServletRequest request, HttpServletResponse response) {
        if (response.isCommitted() || failure instanceof IOException) {
            return null; // the client has gone, or has its answer already: nobody is left to tell
        }
        ProblemResponse answer = ProblemTranslation.of(failure);
        request.setAttribute(ProblemResponse.CODE, answer.problem().code());
        ResponseEntity.BodyBuilder entity =
                ResponseEntity.status(answer.problem().status());
        answer.headers().forEach(entity::header);
        return entity.contentType(MediaType.APPLICATION_PROBLEM_JSON).body(answer.problem());
    }
}
