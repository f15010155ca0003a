package dev.clm.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What to measure.
 *
 * @param warmUpSeconds at most; at least half of it
 * @param seconds of one measurement; every round has one for each way and number of clients
 */
record Options(Path dataDirectory, int port, List<Integer> clients, int rounds, double seconds, double warmUpSeconds) {
    static Options parse(String[] arguments) {
        Path data = Path.of(arguments[0]);
        int port = Integer.parseInt(arguments[1]);
        boolean quick = Arrays.asList(arguments).contains("--quick");
        return quick
                ? new Options(data, port, List.of(1, 16), 2, 2, 20)
                : new Options(data, port, List.of(1, 4, 16, 32), 3, 3, 240);
    }
}
