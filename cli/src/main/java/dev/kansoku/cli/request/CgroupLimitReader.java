// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.capture.CgroupLimit;
import dev.kansoku.cli.console.UsageException;
import dev.kansoku.cli.option.Arguments;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads how many events each control group may make: {@code --limit-cgroup 10K/50K}. */
final class CgroupLimitReader {
    private static final String OPTION = "limit-cgroup";

    private final Arguments arguments;

    CgroupLimitReader(Arguments arguments) {
        this.arguments = arguments;
    }

    /** The limit, or null where there is none; a burst that is not given is a second's worth. */
    @Nullable CgroupLimit read() throws UsageException {
        String text = arguments.value(OPTION);
        if (text == null) {
            return null;
        }
        int slash = text.indexOf('/');
        long rate = number(slash < 0 ? text : text.substring(0, slash));
        return new CgroupLimit(rate, slash < 0 ? rate : number(text.substring(slash + 1)));
    }

    /** A number of events, which may end in K or M: thousands and millions. */
    private static long number(String text) throws UsageException {
        String upper = text.toUpperCase(Locale.ROOT);
        long unit = upper.endsWith("K") ? 1_000 : upper.endsWith("M") ? 1_000_000 : 1;
        String digits = unit == 1 ? upper : upper.substring(0, upper.length() - 1);
        return Arguments.number(OPTION, digits, 1, CgroupLimit.MOST / unit) * unit;
    }
}
