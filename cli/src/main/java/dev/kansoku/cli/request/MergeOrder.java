// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.request;

import dev.kansoku.cli.console.UsageException;
import dev.kansoku.scap.CaptureInfo;
import dev.kansoku.scap.ScapReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Whether captures follow each other in time, such as those of one recording that took turns: then
 * one behind the other is all there is to merging them, and each keeps its tables.
 *
 * @param files in the order of their first events
 * @param overlaps whether some go on while another does
 */
record MergeOrder(List<String> files, boolean overlaps) {
    private record Span(String file, long first, long last) {}

    /** Reads the captures for their times. */
    static MergeOrder of(List<String> files) throws UsageException {
        List<Span> spans = new ArrayList<>();
        for (String file : files) {
            try {
                CaptureInfo info = CaptureInfo.of(ScapReader.open(Path.of(file)));
                spans.add(new Span(file, info.first(), info.last()));
            } catch (IOException e) {
                throw new UsageException("cannot read " + file + ": " + e.getMessage());
            }
        }
        spans.sort(Comparator.comparingLong(Span::first));
        boolean overlaps = false;
        for (int i = 1; i < spans.size(); i++) {
            overlaps |= spans.get(i).first() < spans.get(i - 1).last();
        }
        return new MergeOrder(spans.stream().map(Span::file).toList(), overlaps);
    }
}
