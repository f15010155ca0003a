package dev.clm.core.policy.policy;

import dev.clm.core.policy.policy.RequestFacts.Name;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** DNS names under suffixes, label by label: `example.com` covers itself and all below, `.example.com` only what is below. */
final class DnsSuffixes {
    private static final Pattern HOST_NAME = Pattern.compile("(\\*\\.)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+\\.?");

    private DnsSuffixes() {}

    /** The DNS alternative names, and the common name where it looks like one: clients of old match it as one. */
    static List<String> dnsNames(RequestFacts facts) {
        Stream<String> alternative =
                facts.alternativeNames().stream().filter(Name::isDns).map(Name::value);
        Stream<String> common = Stream.ofNullable(facts.commonName())
                .filter(name -> HOST_NAME.matcher(name).matches());
        return Stream.concat(alternative, common).distinct().toList();
    }

    static boolean isUnderOne(List<String> suffixes, String name) {
        return suffixes.stream().anyMatch(suffix -> isUnder(normal(suffix), normal(name)));
    }

    private static boolean isUnder(String suffix, String name) {
        if (suffix.startsWith(".")) {
            return name.endsWith(suffix);
        }
        // `*.example.com` stands for names below example.com, all of which the suffix covers.
        return name.equals(suffix) || name.endsWith("." + suffix);
    }

    private static String normal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
