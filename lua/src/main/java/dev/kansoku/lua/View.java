// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.lua;

import java.util.List;

/**
 * What a view file of csysdig says: a table of events, as columns with what is made of them.
 *
 * @param id such as {@code procs}
 * @param filter which events it is about; empty for all
 * @param appliesTo the fields of the selections that it can be opened on; an empty text is none
 * @param drilldownTarget the id of the view behind a row
 * @param useDefaults whether the columns of all views are added
 * @param isRoot whether it is one to begin with
 */
public record View(
        String id,
        String name,
        String description,
        List<String> tips,
        List<String> tags,
        Type type,
        String filter,
        List<String> appliesTo,
        String drilldownTarget,
        boolean useDefaults,
        boolean isRoot,
        List<Column> columns,
        List<Action> actions) {
    public View {
        tips = List.copyOf(tips);
        tags = List.copyOf(tags);
        appliesTo = List.copyOf(appliesTo);
        columns = List.copyOf(columns);
        actions = List.copyOf(actions);
    }

    /** What a view looks like. */
    public enum Type {
        TABLE,
        LIST,
        SPECTROGRAM
    }

    /** What the events of a row come to. */
    public enum Aggregation {
        NONE,
        SUM,
        AVG,
        TIME_AVG,
        MIN,
        MAX
    }

    /**
     * A column.
     *
     * @param width in characters; 0 for as much as there is
     * @param isKey whether its values make the rows
     * @param isGroupKey whether its values make the rows where rows are grouped
     * @param isSorting whether rows are in its order at first
     * @param groupAggregation what grouped rows come to
     */
    public record Column(
            String name,
            String field,
            String description,
            int width,
            boolean isKey,
            boolean isGroupKey,
            boolean isSorting,
            Aggregation aggregation,
            Aggregation groupAggregation,
            List<String> tags) {
        public Column {
            tags = List.copyOf(tags);
        }
    }

    /**
     * A command for a row.
     *
     * @param key that starts it
     * @param command with fields as {@code %proc.pid}, whose values are captured and not to be
     *     trusted
     * @param asks whether it is to be confirmed
     */
    public record Action(char key, String command, String description, boolean asks) {}
}
