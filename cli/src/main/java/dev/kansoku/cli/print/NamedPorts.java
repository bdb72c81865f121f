// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.cli.print;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.kansoku.engine.fields.ServiceNames;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldArgumentException;
import dev.kansoku.filter.field.FieldCatalogue;
import dev.kansoku.filter.field.FieldDefinition;
import dev.kansoku.filter.field.FieldValue;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A catalogue for formats in which the addresses of sockets have names of services for ports, where
 * these have names ({@code -R}). Filters are not shown it: to them they are numbers.
 *
 * @param catalogue where fields come from
 */
record NamedPorts<C>(FieldCatalogue<C> catalogue) implements FieldCatalogue<C> {
    private static final Set<String> NAMES = Set.of("fd.name", "file.name");
    private static final Set<String> ARGUMENTS = Set.of("evt.args", "evt.info", "evt.arg");

    /** The arguments that are addresses, of which no word in front says so. */
    private static final Set<String> ADDRESSES = Set.of("tuple", "addr");

    private static final String END = "(?:[0-9.]{7,15}|[0-9a-f:]{2,45}(?:[0-9.]{7,15})?)";
    private static final String ENDS = END + ":([0-9]{1,5})(?:->" + END + ":([0-9]{1,5}))?";
    private static final Pattern WHOLE = Pattern.compile("()" + ENDS);

    /** Inside of arguments: where a name in front says that an address follows. */
    private static final Pattern PART =
            Pattern.compile("(?<=tuple=|addr=|<[46]([a-z]?)>)" + ENDS + "(?=[ )]|$)");

    @Override
    public List<FieldDefinition> all() {
        return catalogue.all();
    }

    @Override
    public @Nullable FieldDefinition find(String name) {
        return catalogue.find(name);
    }

    @Override
    public Extractor<C> extractor(FieldDefinition field, @Nullable String argument)
            throws FieldArgumentException {
        Extractor<C> numbers = catalogue.extractor(field, argument);
        boolean whole =
                NAMES.contains(field.name())
                        || (argument != null
                                && ARGUMENTS.contains(field.name())
                                && ADDRESSES.contains(argument));
        if (!whole && !ARGUMENTS.contains(field.name())) {
            return numbers;
        }
        FieldValue number = new FieldValue();
        return (context, out) -> {
            number.begin(field.type());
            if (!numbers.extract(context, number) || number.size() == 0) {
                return false;
            }
            String text =
                    new String(number.bytes(0), number.offset(0), number.length(0), ISO_8859_1);
            out.text().put(named(text, whole).getBytes(ISO_8859_1));
            out.textDone();
            return true;
        };
    }

    /**
     * A text with names for ports.
     *
     * @param whole whether it is one address or two and nothing else, or what else it is
     */
    static String named(String text, boolean whole) {
        Matcher matcher = (whole ? WHOLE : PART).matcher(text);
        if (whole && !matcher.matches()) {
            return text;
        }
        StringBuilder named = new StringBuilder();
        int from = 0;
        matcher.reset();
        while (matcher.find()) {
            int protocol = "u".equals(matcher.group(1)) ? ServiceNames.UDP : 0;
            for (int group = 2; group <= 3; group++) {
                String port = matcher.group(group);
                if (port != null) {
                    named.append(text, from, matcher.start(group));
                    named.append(service(port, protocol));
                    from = matcher.end(group);
                }
            }
        }
        return named.append(text, from, text.length()).toString();
    }

    /** The name over the protocol, else over any; the number where there is none. */
    private static String service(String port, int protocol) {
        int number = Integer.parseInt(port);
        byte[] name = number > 0xffff ? null : ServiceNames.name(number, protocol);
        if (name == null && number <= 0xffff) {
            name = ServiceNames.name(number, ServiceNames.UDP - protocol);
        }
        return name == null ? port : new String(name, ISO_8859_1);
    }
}
