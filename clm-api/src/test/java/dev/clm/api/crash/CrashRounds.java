package dev.clm.api.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Crash after crash of one service. The process that answers a round's retries is the one that the next round kills, and
 * all rows of all rounds so far are checked in each. `-Dcrash.seed` repeats the counts of a run, `-Dcrash.points` takes a
 * regular expression.
 */
final class CrashRounds implements AutoCloseable {
    private static final Duration UNHURRIED = Duration.ofMillis(50);

    private final CrashedService service = new CrashedService();
    private final AtomicInteger number = new AtomicInteger();
    private final Map<KeyedRequest, String> answers = new HashMap<>();
    private final List<CrashPoint> rounds;
    private final long seed;
    private final Duration pause;
    private int armedFor = -1;
    private int unanswered;

    /** Where one round is enough, hundreds of requests before one that many share are too many. */
    private CrashRounds(int repetitions, Duration pause, Predicate<CrashPoint> chosen) throws IOException {
        this.pause = pause;
        seed = Long.getLong("crash.seed", System.nanoTime());
        System.out.println("crash test with -Dcrash.seed=" + seed);
        String only = System.getProperty("crash.points", ".*");
        rounds = CrashPoint.rounds(repetitions, new Random(seed)).stream()
                .filter(chosen.and(round -> round.name().matches(only)))
                .toList();
    }

    /** Once at each point that a crash leaves something behind: about the two commits, and what follows them. */
    static CrashRounds onceAboutTheCommits() throws IOException {
        return new CrashRounds(1, UNHURRIED, CrashPoint::leavesSomething);
    }

    static CrashRounds repeated(int repetitions) throws IOException {
        return new CrashRounds(repetitions, Duration.ZERO, point -> true);
    }

    List<CrashPoint> rounds() {
        return rounds;
    }

    /** Kills at the round's fail point, restarts, retries every key, and compares all rows. */
    void run(int round) throws Exception {
        arm(round);
        Map<KeyedRequest, Optional<String>> sent = untilDeath(rounds.get(round));
        restart(round + 1, sent);
        settle(sent);
    }

    /** Leaves open events by a crash, kills the next process where it delivers them, and lets a third one put all right. */
    void runInRecovery(String relayPoint) throws Exception {
        service.kill();
        armedFor = -1;
        CrashPoint before = new CrashPoint("issuance.7.before", 5);
        service.start(before.setting(0, 0));
        Map<KeyedRequest, Optional<String>> sent = untilDeath(before);
        service.startUntilDeath(relayPoint);
        service.start();
        settle(sent);
    }

    private Map<KeyedRequest, Optional<String>> untilDeath(CrashPoint point) throws Exception {
        Map<KeyedRequest, Optional<String>> sent = Load.untilDeath(
                service.client(),
                () -> KeyedRequest.of(number.incrementAndGet(), service.issuer()),
                point.isReachedOnceForMany() ? pause : Duration.ZERO);
        assertThat(sent.values()).as("the fail point was never reached").contains(Optional.empty());
        service.awaitDeath();
        report(point, sent, service.rows().openEvents());
        return sent;
    }

    private void settle(Map<KeyedRequest, Optional<String>> sent) throws IOException {
        Map<KeyedRequest, String> retried = new HashMap<>();
        for (Map.Entry<KeyedRequest, Optional<String>> one : sent.entrySet()) {
            retried.put(one.getKey(), retry(one.getKey(), one.getValue()));
        }
        answers.putAll(retried);
        service.rows().requireOneCertificateEach(answers);
        service.rows().requireCompleteCertificates();
        service.rows().requireEqualSides();
    }

    private String retry(KeyedRequest request, Optional<String> firstAnswer) throws IOException {
        String answer = service.client().issue(request);
        assertThat(service.client().issue(request)).as("second retry").isEqualTo(answer);
        firstAnswer.ifPresent(
                first -> assertThat(answer).as("retry after the crash").isEqualTo(first));
        return answer;
    }

    /** Also where an earlier round failed, and left whatever it left. */
    private void arm(int round) {
        if (armedFor != round || !service.isRunning()) {
            service.kill();
            service.start(rounds.get(round).setting(0, 0));
            armedFor = round;
        }
    }

    private void restart(int round, Map<KeyedRequest, Optional<String>> sent) {
        int lost = (int) sent.values().stream().filter(Optional::isEmpty).count();
        if (round < rounds.size()) {
            service.start(rounds.get(round).setting(2 * sent.size(), lost));
        } else {
            service.start();
        }
        armedFor = round;
    }

    private void report(CrashPoint point, Map<KeyedRequest, Optional<String>> sent, int open) {
        int lost = (int) sent.values().stream().filter(Optional::isEmpty).count();
        unanswered += lost;
        System.out.printf(
                "%-22s %4d keys, %d unanswered, %d events open at the crash%n", point, sent.size(), lost, open);
    }

    @Override
    public void close() {
        service.close();
        System.out.println(
                answers.size() + " keys, " + unanswered + " of them first answered after a crash; seed " + seed);
    }
}
