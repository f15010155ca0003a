package dev.clm.api.coordination.report;

import dev.clm.api.coordination.report.IntegrityRuns.Trigger;
import dev.clm.api.coordination.sweep.RepairInitiator;
import dev.clm.api.http.idempotency.IdempotencyRequest;
import dev.clm.api.row.CreatedResource;
import dev.clm.api.row.ResourceAnswers;
import dev.clm.common.error.ClmException;
import dev.clm.core.coordination.IntegrityRun;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** Sweeps that a request asks for: begun once under an idempotency key (requirement T4), and run in the background. */
@Service
public class RequestedRuns {
    private static final int ACCEPTED = 202;

    private final IntegrityRuns runs;
    private final ResourceAnswers answers;
    private final Executor work;
    private final JsonMapper json;
    private final Clock clock;

    public RequestedRuns(
            IntegrityRuns runs,
            ResourceAnswers answers,
            @Qualifier("backgroundWork") Executor work,
            JsonMapper json,
            Clock clock) {
        this.runs = runs;
        this.answers = answers;
        this.work = work;
        this.json = json;
        this.clock = clock;
    }

    CreatedResource start(RepairInitiator operator, boolean repair, Optional<IdempotencyRequest> key) {
        Optional<CreatedResource> earlier = answers.find(key);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        try {
            return begin(operator, repair, key);
        } catch (ClmException refused) {
            // Another instance may have begun under the same key meanwhile: that is the run that stands in the way.
            return answers.find(key).orElseThrow(() -> refused);
        }
    }

    private CreatedResource begin(RepairInitiator operator, boolean repair, Optional<IdempotencyRequest> key) {
        Instant now = clock.instant();
        IntegrityRun run = runs.start(
                Trigger.API,
                operator,
                repair,
                (tx, begun) -> key.ifPresent(k -> answers.store(tx, k, ACCEPTED, answer(begun, now))));
        work.execute(() -> runs.execute(run, operator, progress -> {}));
        return answer(run, now);
    }

    private CreatedResource answer(IntegrityRun run, Instant now) {
        return new CreatedResource("/api/v1/integrity/runs/" + run.id(), json.writeValueAsString(RunView.of(run, now)));
    }
}
