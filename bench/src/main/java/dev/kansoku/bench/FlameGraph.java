// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * Draws what a flight recording sampled as an SVG: threads at the top, below each the methods that
 * it was in, as wide as their share of the processor time. A browser shows the whole name and the
 * share where the pointer rests.
 */
public final class FlameGraph {
    private static final int WIDTH = 1200;
    private static final int ROW = 17;
    private static final int TOP = 40;
    private static final int MARGIN = 10;

    /** Below this many pixels a box is left out, and below the other its text. */
    private static final double THINNEST = 0.8;

    private static final double THINNEST_TEXT = 30;
    private static final double LETTER = 6.3;

    private static final class Box {
        final Map<String, Box> callees = new TreeMap<>();
        long micros;

        Box callee(String name) {
            return callees.computeIfAbsent(name, _ -> new Box());
        }

        int depth() {
            return 1 + callees.values().stream().mapToInt(Box::depth).max().orElse(0);
        }
    }

    private final Box all = new Box();
    private int samples;
    private final List<String> drawn = new ArrayList<>();

    private FlameGraph() {}

    /**
     * @param arguments the recording, the SVG to write, and what the recording is of
     */
    public static void main(String[] arguments) throws IOException {
        FlameGraph graph = new FlameGraph();
        graph.read(Path.of(arguments[0]));
        Files.writeString(Path.of(arguments[1]), graph.draw(arguments[2]));
        System.out.println(arguments[1] + ": " + graph.samples + " samples");
    }

    private void read(Path recording) throws IOException {
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals("jdk.CPUTimeSample")
                        && event.getStackTrace() != null) {
                    add(
                            event.getThread().getJavaName(),
                            event.getStackTrace().getFrames(),
                            event.getDuration("samplingPeriod").toNanos() / 1000);
                }
            }
        }
    }

    /** Frames come innermost first; a sample stands for as much processor time as went by. */
    private void add(String thread, List<RecordedFrame> frames, long micros) {
        samples++;
        all.micros += micros;
        Box box = all.callee(thread == null ? "a thread of the virtual machine" : thread);
        box.micros += micros;
        for (RecordedFrame frame : frames.reversed()) {
            if (frame.isJavaFrame()) {
                box = box.callee(name(frame.getMethod()));
                box.micros += micros;
            }
        }
    }

    /** The class without its package, hidden classes without their numbers, and the method. */
    private static String name(RecordedMethod method) {
        String type = method.getType().getName();
        String named = type.replaceAll("[./+]0x[0-9a-f]+$", "").replace("$$Lambda", "'s lambda");
        return (named.startsWith("dev.kansoku.") ? "" : "(Java) ")
                + named.substring(named.lastIndexOf('.') + 1)
                + "."
                + method.getName();
    }

    private String draw(String subject) {
        int height = TOP + all.depth() * ROW + MARGIN;
        drawn.clear();
        drawn.add(
                String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                                + " font-family=\"sans-serif\" font-size=\"11\">",
                        WIDTH,
                        height));
        drawn.add(
                "<style>text{fill:#222}.page{fill:#fff}.k{fill:#f2b270}.j{fill:#c3cfdb}"
                        + ".t{fill:#9fd0a5}rect{stroke:#fff;stroke-width:.5}"
                        + "@media(prefers-color-scheme:dark){text{fill:#eee}.page{fill:#111}"
                        + ".k{fill:#8f5516}.j{fill:#3c4a58}.t{fill:#2b6b35}rect{stroke:#111}}"
                        + "</style>");
        drawn.add("<rect class=\"page\" width=\"100%\" height=\"100%\"/>");
        drawn.add(
                "<text x=\"10\" y=\"22\" font-size=\"14\">"
                        + escaped(subject)
                        + ": "
                        + samples
                        + " samples of "
                        + all.micros / 1000
                        + " ms of processor time; ours orange, Java's grey, threads green</text>");
        drawCallees(all, MARGIN, TOP, (WIDTH - 2.0 * MARGIN) / Math.max(1, all.micros), true);
        drawn.add("</svg>");
        return String.join("\n", drawn) + "\n";
    }

    private void drawCallees(Box caller, double left, int y, double scale, boolean threads) {
        double x = left;
        List<Map.Entry<String, Box>> widestFirst =
                caller.callees.entrySet().stream()
                        .sorted(Comparator.comparingLong(entry -> -entry.getValue().micros))
                        .toList();
        for (Map.Entry<String, Box> entry : widestFirst) {
            Box box = entry.getValue();
            double width = box.micros * scale;
            if (width >= THINNEST) {
                drawBox(entry.getKey(), box, x, y, width, threads);
                drawCallees(box, x, y + ROW, scale, false);
            }
            x += width;
        }
    }

    private void drawBox(String name, Box box, double x, int y, double width, boolean thread) {
        boolean java = name.startsWith("(Java) ");
        String shown = java ? name.substring(7) : name;
        drawn.add(
                String.format(
                        Locale.ROOT,
                        "<g><title>%s: %.1f %%, %.0f ms</title><rect class=\"%s\" x=\"%.1f\""
                                + " y=\"%d\" width=\"%.1f\" height=\"%d\"/>%s</g>",
                        escaped(shown),
                        100.0 * box.micros / all.micros,
                        box.micros / 1e3,
                        thread ? "t" : java ? "j" : "k",
                        x,
                        y,
                        width,
                        ROW - 1,
                        text(shown, x, y, width)));
    }

    private static String text(String shown, double x, int y, double width) {
        if (width < THINNEST_TEXT) {
            return "";
        }
        int letters = (int) ((width - 6) / LETTER);
        String cut = shown.length() <= letters ? shown : shown.substring(0, letters - 1) + "…";
        return String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%d\">%s</text>", x + 3, y + 12, escaped(cut));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
