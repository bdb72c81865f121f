// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.syntax.FilterException;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Writes where time went as folded stacks, which programs for flame graphs read. */
final class Folded implements Report {
    private final EventText stack;
    private final FieldNumber latency;
    private final KeyTable keys = new KeyTable();
    private final TextBuffer scratch = new TextBuffer();
    private long[] sums = new long[32];

    Folded(ReportSetting setting) throws FilterException {
        stack = EventText.of("*%proc.pname;%proc.name;%evt.category;%evt.type", setting);
        latency = FieldNumber.of("evt.latency", setting.text());
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        long took = latency.read(context);
        if (took > 0) {
            scratch.clear();
            stack.write(context, scratch);
            int index = keys.index(scratch.bytes(), 0, scratch.length());
            if (index >= sums.length) {
                sums = Arrays.copyOf(sums, Math.max(sums.length * 2, index + 1));
            }
            if (index >= 0) {
                sums[index] += took;
            }
        }
        return true;
    }

    @Override
    public void end(EventContext context, Page page, Period period) {
        IntStream.range(0, keys.size())
                .boxed()
                .sorted(keys::compare)
                .forEach(
                        index ->
                                page.text()
                                        .put(keys.bytes(), keys.offset(index), keys.length(index))
                                        .put(' ')
                                        .decimal(sums[index])
                                        .put('\n'));
    }
}
