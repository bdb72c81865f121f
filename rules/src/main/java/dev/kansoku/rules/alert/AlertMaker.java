// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.alert;

import dev.kansoku.engine.EventContext;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.event.start.MachineEntry;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.format.TextFormat;
import dev.kansoku.filter.format.TypedFields;
import dev.kansoku.filter.syntax.FilterException;
import dev.kansoku.rules.Rule;
import dev.kansoku.rules.match.MatchListener;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes alerts of matches: the rule's output with the event's values in place, {@code <NA>} where
 * the event has none, and the same values typed. Secrets are masked in both.
 *
 * <p>Belongs to the thread that matches; {@link #prepare} may be called from any.
 */
public final class AlertMaker implements MatchListener {
    /**
     * What Falco's container plugin has stand behind the output of each rule of system calls, and
     * its downstream tools look for.
     */
    public static final String OF_CONTAINER =
            " container_id=%container.id container_name=%container.name"
                    + " container_image_repository=%container.image.repository"
                    + " container_image_tag=%container.image.tag"
                    + " k8s_pod_name=%k8s.pod.name k8s_ns_name=%k8s.ns.name";

    private final FieldCatalogue<EventContext> text;
    private final FieldCatalogue<EventContext> typed;
    private final @Nullable Secrets secrets;
    private final @Nullable String hostname;
    private final String behind;
    private final Consumer<Alert> alerts;
    private final TextBuffer buffer = new TextBuffer();

    /** By the rules themselves, since two of one name may be at work around an exchange. */
    private volatile Map<Rule, Output> outputs = Map.of();

    private record Output(TextFormat<EventContext> text, TypedFields<EventContext> fields) {}

    /** Alerts that say what their rules say and no more. */
    public AlertMaker(
            FieldCatalogue<EventContext> text,
            FieldCatalogue<EventContext> typed,
            @Nullable Secrets secrets,
            @Nullable String hostname,
            Consumer<Alert> alerts) {
        this(text, typed, secrets, hostname, "", alerts);
    }

    /**
     * @param text the fields as text for people has them
     * @param typed the fields as programs read them
     * @param secrets what is masked, or null for nothing
     * @param hostname said of all alerts, or null for the name that the events' machine has
     * @param behind what stands behind each rule's output, such as {@link #OF_CONTAINER}, or ""
     * @param alerts takes what is made
     */
    public AlertMaker(
            FieldCatalogue<EventContext> text,
            FieldCatalogue<EventContext> typed,
            @Nullable Secrets secrets,
            @Nullable String hostname,
            String behind,
            Consumer<Alert> alerts) {
        this.text = new HostImageFields(text);
        this.typed = new HostImageFields(typed);
        this.secrets = secrets;
        this.hostname = hostname;
        this.behind = behind;
        this.alerts = alerts;
    }

    /**
     * Makes the outputs of rules ready, in the place of those before.
     *
     * @throws FilterException where an output asks for what no field is
     */
    public void prepare(List<Rule> rules) throws FilterException {
        Map<Rule, Output> made = new IdentityHashMap<>();
        for (Rule rule : rules) {
            made.put(rule, output(rule));
        }
        outputs = made;
    }

    private Output output(Rule rule) throws FilterException {
        String format = "*" + rule.output() + behind;
        return new Output(
                secrets == null
                        ? TextFormat.compile(format, text)
                        : TextFormat.compile(format, text, secrets::mask),
                TypedFields.compile(format, typed, text));
    }

    @Override
    public void matched(Rule rule, EventContext context) {
        alerts.accept(alert(rule, context));
    }

    /** The alert of a rule that the event at hand matches. */
    public Alert alert(Rule rule, EventContext context) {
        Output output = outputs.get(rule);
        if (output == null) {
            // one that was exchanged for others while it matched
            try {
                output = output(rule);
            } catch (FilterException e) {
                throw new IllegalStateException(rule.name() + " was never prepared", e);
            }
        }
        buffer.clear();
        output.text().write(context, buffer);
        return new Alert(
                context.event().timestamp(),
                rule.name(),
                rule.priority(),
                rule.source(),
                hostname(context),
                buffer.toString(),
                rule.tags(),
                fields(output.fields(), context));
    }

    private SequencedMap<String, @Nullable Object> fields(
            TypedFields<EventContext> fields, EventContext context) {
        SequencedMap<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < fields.names().size(); i++) {
            Object value = fields.value(i, context);
            values.put(fields.names().get(i), secrets == null ? value : secrets.masked(value));
        }
        return values;
    }

    private String hostname(EventContext context) {
        if (hostname != null) {
            return hostname;
        }
        MachineEntry machine = context.state().machine();
        return machine == null ? "" : machine.hostname();
    }
}
