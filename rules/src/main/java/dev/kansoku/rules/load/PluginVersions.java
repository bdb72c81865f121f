// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.rules.load;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Checks what rule files say of plugins that they need. What plugins give is built in here or not
 * there at all, which the rules' sources and fields tell; so only the form is checked.
 */
final class PluginVersions {
    private final List<Problem> problems;

    PluginVersions(List<Problem> problems) {
        this.problems = problems;
    }

    void check(ItemNode item) throws LoadException {
        Node value = item.value("required_plugin_versions");
        if (value == null) {
            return;
        }
        Context all = item.context().in(ItemType.VALUE, "required_plugin_versions", value);
        for (Node node : ItemNode.sequence(all, value)) {
            ItemNode plugin =
                    mapping(all.in(ItemType.REQUIRED_PLUGIN_VERSIONS_ENTRY, "", node), node);
            Set<String> names = new HashSet<>();
            check(plugin, names);
            Node alternatives = plugin.value("alternatives");
            if (alternatives != null) {
                for (Node alternative : ItemNode.sequence(plugin.context(), alternatives)) {
                    Context context =
                            plugin.context()
                                    .in(
                                            ItemType.REQUIRED_PLUGIN_VERSIONS_ALTERNATIVE,
                                            "",
                                            alternative);
                    check(mapping(context, alternative), names);
                }
            }
        }
        item.warnOfOthers(Set.of("required_plugin_versions"), problems);
    }

    private static ItemNode mapping(Context context, Node node) throws LoadException {
        return new ItemNode(context, ItemNode.mapping(context, node));
    }

    private static void check(ItemNode plugin, Set<String> names) throws LoadException {
        String name = plugin.text("name").value();
        Scalar version = plugin.text("version");
        if (version.value().indexOf('.') < 0 || EngineVersion.of(version.value()) == null) {
            throw plugin.context()
                    .wrong("no version \"" + version.value() + "\" of the plugin " + name);
        }
        if (!names.add(name)) {
            throw plugin.context().wrong("two versions of the plugin " + name);
        }
    }
}
