// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Draws measured points as an SVG: lines of several series over an axis by powers of ten, costs
 * from zero up, or by powers of ten as well where they differ by more than twenty times. Readable
 * on light and on dark pages.
 */
public final class Plot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 340;
    private static final int LEFT = 84;
    private static final int RIGHT = 20;
    private static final int TOP = 64;
    private static final int BOTTOM = 52;
    private static final int STEPS = 5;
    private static final double WIDE = 20;

    /** How colour-blind readers tell two series apart as well: each has marks of its own. */
    private static final String[] MARKS = {"circle", "square", "diamond"};

    private record Point(double x, double y) {}

    private final Map<String, List<Point>> series = new LinkedHashMap<>();
    private final Set<Double> places = new TreeSet<>();
    private final List<String> drawn = new ArrayList<>();
    private double highest;
    private double lowest = Double.MAX_VALUE;
    private boolean byPowers;
    private double lowestX;
    private double highestX;

    private Plot() {}

    /**
     * @param arguments the table of measured points (lines of a series, a place and a value, parted
     *     by tabs, behind a line of headings), the SVG to write, the title, and what the two axes
     *     are of
     */
    public static void main(String[] arguments) throws IOException {
        Plot plot = new Plot();
        plot.read(Path.of(arguments[0]));
        Files.writeString(
                Path.of(arguments[1]), plot.draw(arguments[2], arguments[3], arguments[4]));
    }

    private void read(Path table) throws IOException {
        for (String line : Files.readAllLines(table)) {
            String[] cells = line.split("\t", -1);
            if (line.startsWith("#") || line.startsWith("series\t") || cells.length < 3) {
                continue;
            }
            Point point = new Point(Double.parseDouble(cells[1]), Double.parseDouble(cells[2]));
            series.computeIfAbsent(cells[0], _ -> new ArrayList<>()).add(point);
            places.add(point.x);
            highest = Math.max(highest, point.y);
            lowest = Math.min(lowest, point.y);
        }
        lowestX = places.iterator().next();
        highestX = places.stream().reduce(lowestX, Math::max);
        byPowers = highest > WIDE * lowest;
        highest = byPowers ? Math.pow(10, Math.ceil(Math.log10(highest))) : roundedUp(highest);
        lowest = byPowers ? Math.pow(10, Math.floor(Math.log10(lowest))) : 0;
    }

    /** The next of 1, 2, 2.5, 4, 5, 8 and 10 times a power of ten. */
    private static double roundedUp(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double factor : new double[] {1, 2, 2.5, 4, 5, 8}) {
            if (value <= factor * power) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private double atX(double x) {
        return LEFT
                + (WIDTH - LEFT - RIGHT)
                        * Math.log(x / lowestX)
                        / Math.max(1e-9, Math.log(highestX / lowestX));
    }

    private double atY(double y) {
        double share = byPowers ? Math.log(y / lowest) / Math.log(highest / lowest) : y / highest;
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share;
    }

    private String draw(String title, String ofX, String ofY) {
        drawn.add(
                String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                                + " font-family=\"sans-serif\" font-size=\"12\">",
                        WIDTH,
                        HEIGHT));
        drawn.add(
                String.format(
                        Locale.ROOT,
                        "<style>text{fill:#222}.page{fill:#fff}.grid{stroke:#ddd}.s0{color:#0b62a8}"
                            + ".s1{color:#b4460f}.s2{color:#2c7a34}.line{fill:none;stroke:currentColor;"
                            + "stroke-width:2}.mark{fill:currentColor}@media(prefers-color-scheme:dark){"
                            + "text{fill:#e6e6e6}.page{fill:#111}.grid{stroke:#3a3a3a}"
                            + ".s0{color:#6db6f2}.s1{color:#f2995f}.s2{color:#7fce88}}</style>"));
        drawn.add(
                String.format(
                        Locale.ROOT, "<rect class=\"page\" width=\"100%%\" height=\"100%%\"/>"));
        drawn.add(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%d\" y=\"22\" font-size=\"15\">%s</text>",
                        LEFT,
                        escaped(title)));
        drawAxes(ofX, ofY);
        int number = 0;
        for (Map.Entry<String, List<Point>> one : series.entrySet()) {
            drawSeries(one.getKey(), one.getValue(), number++);
        }
        drawn.add(String.format(Locale.ROOT, "</svg>"));
        return String.join("\n", drawn) + "\n";
    }

    private void drawAxes(String ofX, String ofY) {
        int steps = byPowers ? (int) Math.round(Math.log10(highest / lowest)) : STEPS;
        for (int i = 0; i <= steps; i++) {
            double value = byPowers ? lowest * Math.pow(10, i) : highest * i / STEPS;
            drawn.add(
                    String.format(
                            Locale.ROOT,
                            "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>",
                            LEFT,
                            atY(value),
                            WIDTH - RIGHT,
                            atY(value)));
            drawn.add(
                    String.format(
                            Locale.ROOT,
                            "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                            LEFT - 8,
                            atY(value) + 4,
                            value == Math.rint(value)
                                    ? String.format(Locale.ROOT, "%,d", (long) value)
                                    : String.format(Locale.ROOT, "%.1f", value)));
        }
        for (double place : places) {
            drawn.add(
                    String.format(
                            Locale.ROOT,
                            "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,d</text>",
                            Math.clamp(atX(place), LEFT + 4, WIDTH - RIGHT - 24),
                            HEIGHT - BOTTOM + 18,
                            (long) place));
        }
        drawn.add(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                        (LEFT + WIDTH - RIGHT) / 2,
                        HEIGHT - 12,
                        escaped(ofX)));
        drawn.add(
                String.format(
                        Locale.ROOT,
                        "<text x=\"16\" y=\"%d\" text-anchor=\"middle\""
                                + " transform=\"rotate(-90 16 %d)\">%s</text>",
                        (TOP + HEIGHT - BOTTOM) / 2,
                        (TOP + HEIGHT - BOTTOM) / 2,
                        escaped(ofY)));
    }

    private void drawSeries(String name, List<Point> points, int number) {
        StringBuilder line = new StringBuilder();
        for (Point point : points) {
            line.append(String.format(Locale.ROOT, "%.1f,%.1f ", atX(point.x), atY(point.y)));
        }
        drawn.add(String.format(Locale.ROOT, "<g class=\"s%d\">", number % MARKS.length));
        drawn.add(
                String.format(
                        Locale.ROOT,
                        "<polyline class=\"line\" points=\"%s\"/>",
                        line.toString().strip()));
        points.forEach(point -> drawMark(number, atX(point.x), atY(point.y), point));
        drawMark(number, LEFT + 6 + number * 190.0, TOP - 20, points.getLast());
        drawn.add(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%d\" y=\"%d\">%s</text>",
                        LEFT + 16 + number * 190,
                        TOP - 16,
                        escaped(name)));
        drawn.add(String.format(Locale.ROOT, "</g>"));
    }

    private void drawMark(int number, double x, double y, Point point) {
        String shape =
                switch (MARKS[number % MARKS.length]) {
                    case "circle" ->
                            String.format(
                                    Locale.ROOT,
                                    "<circle class=\"mark\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\">",
                                    x,
                                    y);
                    case "square" ->
                            String.format(
                                    Locale.ROOT,
                                    "<rect class=\"mark\" x=\"%.1f\" y=\"%.1f\" width=\"8\""
                                            + " height=\"8\">",
                                    x - 4,
                                    y - 4);
                    default ->
                            String.format(
                                    Locale.ROOT,
                                    "<path class=\"mark\" d=\"M%.1f,%.1fl5,5l-5,5l-5,-5z\">",
                                    x,
                                    y - 5);
                };
        String end = shape.substring(1, shape.indexOf(' '));
        drawn.add(
                String.format(
                        Locale.ROOT,
                        "%s<title>%,d: %.3g</title></%s>",
                        shape,
                        (long) point.x,
                        point.y,
                        end));
    }

    private static String escaped(String text) {
        return FlameGraph.escaped(text);
    }
}
