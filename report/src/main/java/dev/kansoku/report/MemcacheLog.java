// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.report;

import dev.kansoku.engine.EventContext;
import dev.kansoku.filter.syntax.FilterException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lists what memcached is asked to get and set. */
final class MemcacheLog implements Report {
    private static final int SIZE = 4;

    private final FieldBytes data;
    private final EventText time;
    private final @Nullable String method;
    private final double least;

    /**
     * @param method the only one to show, or null
     * @param least how many bytes are set at least
     */
    MemcacheLog(@Nullable String method, double least, ReportSetting setting)
            throws FilterException {
        this.method = method;
        this.least = least;
        data = FieldBytes.of("evt.buffer", setting.text());
        time = EventText.of("*%evt.datetime", setting);
    }

    @Override
    public boolean accept(EventContext context, Page page) {
        if (!data.read(context) || data.length() < "get k".length()) {
            return true;
        }
        byte[] bytes = data.bytes();
        int end = data.offset();
        while (end < data.offset() + data.length() && bytes[end] != '\r' && bytes[end] != '\n') {
            end++;
        }
        String[] words =
                new String(bytes, data.offset(), end - data.offset(), StandardCharsets.ISO_8859_1)
                        .split(" ", -1);
        boolean asks = words[0].equals("get") || words[0].equals("gets") || words[0].equals("set");
        if (!asks || words.length < 2 || (method != null && !method.equals(words[0]))) {
            return true;
        }
        long size = words.length > SIZE ? number(words[SIZE]) : 0;
        if (words[0].equals("set") && size < least) {
            return true;
        }
        time.write(context, page.text());
        page.put(" method=").put(words[0]).put(" size=").text().decimal(size).put("B key=");
        byte[] key = words[1].getBytes(StandardCharsets.ISO_8859_1);
        page.captured(key, 0, key.length).line();
        return true;
    }

    private static long number(String digits) {
        try {
            return Math.max(0, Long.parseLong(digits));
        } catch (NumberFormatException e) {
            // Text of the network's that is no size.
            return 0;
        }
    }
}
