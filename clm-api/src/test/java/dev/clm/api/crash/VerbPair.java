package dev.clm.api.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/** Two verbs that meet: the first is held, or its instance killed, at a point; the second comes to the other instance meanwhile. */
record VerbPair(KeyState state, KeyVerb first, String point, FailPoints.Action action, KeyVerb second) {
    private static final List<String> BACKGROUND =
            List.of("rotation.2.", "rotation.3.", "rotation.4.", "rotation.5.", "rotation.failure.");

    private static final Set<KeyVerb> JOBS = EnumSet.of(KeyVerb.ERASE, KeyVerb.MOVE_AUTHORITY, KeyVerb.SCHEDULE);

    /** Every one that can be. */
    static List<VerbPair> all(FailPoints.Action action) {
        List<VerbPair> pairs = new ArrayList<>();
        for (KeyState state : KeyState.values()) {
            for (KeyVerb first : state.verbs()) {
                for (String point : first.points(action)) {
                    for (KeyVerb second : EnumSet.complementOf(EnumSet.of(KeyVerb.ROTATE_IN_VAIN))) {
                        pairs.add(new VerbPair(state, first, point, action, second));
                    }
                }
            }
        }
        return pairs;
    }

    /** So many meetings of two verbs at a point there are, whatever the state: {@link #shuffled} begins with each of them once. */
    static int meetings(FailPoints.Action action) {
        return (int) all(action).stream().map(VerbPair::meeting).distinct().count();
    }

    /** All in an order of chance: every meeting comes once before any comes again in another state, and every point of a state early. */
    static List<VerbPair> shuffled(FailPoints.Action action, long seed) {
        List<VerbPair> all = new ArrayList<>(all(action));
        Collections.shuffle(all, new Random(seed));
        Map<VerbPair, Integer> meetings = rounds(all, VerbPair::meeting);
        all.sort(Comparator.comparing(meetings::get));
        Map<VerbPair, Integer> points = rounds(all, pair -> List.of(pair.state(), pair.first(), pair.point()));
        all.sort(Comparator.<VerbPair, Integer>comparing(meetings::get).thenComparing(points::get));
        return all;
    }

    private static Map<VerbPair, Integer> rounds(List<VerbPair> pairs, Function<VerbPair, Object> kind) {
        Map<Object, Integer> times = new HashMap<>();
        Map<VerbPair, Integer> rounds = new HashMap<>();
        pairs.forEach(pair -> rounds.put(pair, times.merge(kind.apply(pair), 1, Integer::sum)));
        return rounds;
    }

    private Object meeting() {
        return List.of(first, point, second);
    }

    /** Whether the point is passed after the first verb was answered. */
    boolean isInBackground() {
        return JOBS.contains(first) || BACKGROUND.stream().anyMatch(point::startsWith);
    }

    /** Whether a job that another pair has run would disturb it. */
    boolean isForJobs() {
        return state.isDue() || state == KeyState.AUTHORITY_ELSEWHERE || JOBS.contains(first) || JOBS.contains(second);
    }

    @Override
    public String toString() {
        return String.join(
                " ", state.name(), first.name(), action.name().toLowerCase(Locale.ROOT), point, second.name());
    }
}
