package dev.clm.api.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Where and when one service process dies: the `count`-th time that new requests reach the fail point `name`. */
record CrashPoint(String name, int count) {
    private static final int STEPS = 9;
    private static final int MOST_REQUESTS_BEFORE = 12;
    /** Step 9 is reached once for many requests. */
    private static final int MOST_BATCHES_BEFORE = 3;

    private static final int LEEWAY = 4;

    /** Before and after each step of docs/ISSUANCE.md, and before the two commits. */
    static List<String> names() {
        List<String> names = new ArrayList<>(IntStream.rangeClosed(1, STEPS)
                .boxed()
                .flatMap(step -> Stream.of("issuance." + step + ".before", "issuance." + step + ".after"))
                .toList());
        names.add(names.indexOf("issuance.6.after"), "issuance.6.within");
        names.add(names.indexOf("issuance.7.after"), "issuance.7.within");
        return names;
    }

    static List<CrashPoint> rounds(int repetitions, Random random) {
        return IntStream.range(0, repetitions)
                .boxed()
                .flatMap(repetition -> names().stream())
                .map(name -> new CrashPoint(name, 1 + random.nextInt(highestCount(name))))
                .toList();
    }

    /** For many requests at once. */
    boolean isReachedOnceForMany() {
        return isReachedOnceForMany(name);
    }

    private static boolean isReachedOnceForMany(String name) {
        return name.startsWith("issuance.9.");
    }

    /** From the transaction that stores until the answer; a death before it is a request that was never sent. */
    boolean leavesSomething() {
        return name.matches("issuance\\.([67]\\..*|8\\.after|9\\.before)");
    }

    private static int highestCount(String name) {
        return isReachedOnceForMany(name) ? MOST_BATCHES_BEFORE : MOST_REQUESTS_BEFORE;
    }

    /** CLM_FAIL_POINT of a process that first answers the retries of an earlier one and must survive them. */
    String setting(int retries, int unanswered) {
        int passes = isPassedByRepeatedAnswers() ? retries : unanswered;
        return name + ":" + (passes == 0 ? count : passes + LEEWAY + count);
    }

    /** The steps of a request whose answer is there already. */
    private boolean isPassedByRepeatedAnswers() {
        return name.matches("issuance\\.[128]\\..*");
    }

    @Override
    public String toString() {
        return name + ":" + count;
    }
}
