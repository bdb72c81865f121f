// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.fields;

import dev.kansoku.engine.EventContext;
import dev.kansoku.engine.state.KubernetesObject;
import dev.kansoku.engine.state.PodState;
import dev.kansoku.event.TextBuffer;
import dev.kansoku.filter.field.Extractor;
import dev.kansoku.filter.field.FieldValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The services that reach a pod, which may be several: joined, or as lists. */
final class ServiceFields {
    private ServiceFields() {}

    /** Writes what is shown of one service; nothing where that is missing. */
    private interface Part {
        void write(KubernetesObject service, TextBuffer out);
    }

    /** How several texts become one value. */
    private interface Form {
        boolean write(List<KubernetesObject> services, Part part, FieldValue out);
    }

    static void add(Extractors into) {
        Part name = (service, out) -> out.put(service.name());
        Part uid = (service, out) -> out.put(service.uid());
        into.plain("k8s.svc.name", of(ServiceFields::joined, name));
        into.plain("k8s.svc.id", of(ServiceFields::joined, uid));
        into.with("k8s.svc.label", (argument, _) -> of(ServiceFields::joined, label(argument)));
        into.plain(
                "k8s.svc.labels",
                of(ServiceFields::joined, (service, out) -> out.put(service.labels().joined())));
        into.plain("k8smeta.svc.name", of(ServiceFields::list, name));
        into.plain("k8smeta.svc.uid", of(ServiceFields::list, uid));
        into.with("k8smeta.svc.label", (argument, _) -> of(ServiceFields::list, label(argument)));
        into.plain(
                "k8smeta.svc.labels",
                (c, out) -> {
                    List<KubernetesObject> services = services(c);
                    for (int i = 0; i < services.size(); i++) {
                        TextList.write(services.get(i).labels(), out.text());
                    }
                    return TextList.done(out);
                });
    }

    private static Part label(@Nullable String name) {
        return (service, out) -> {
            String value = name == null ? null : service.labels().value(name);
            if (value != null) {
                out.put(value);
            }
        };
    }

    private static Extractor<EventContext> of(Form form, Part part) {
        return (c, out) -> form.write(services(c), part, out);
    }

    private static List<KubernetesObject> services(EventContext context) {
        PodState pod = context.state().pod();
        return pod == null ? List.of() : pod.services();
    }

    private static boolean joined(List<KubernetesObject> services, Part part, FieldValue out) {
        TextBuffer text = out.text();
        for (int i = 0; i < services.size(); i++) {
            int before = text.length();
            TextList.separate(text);
            int begin = text.length();
            part.write(services.get(i), text);
            if (text.length() == begin) {
                text.truncate(before);
            }
        }
        return TextList.joined(out);
    }

    private static boolean list(List<KubernetesObject> services, Part part, FieldValue out) {
        TextBuffer text = out.text();
        for (int i = 0; i < services.size(); i++) {
            int begin = text.length();
            part.write(services.get(i), text);
            if (text.length() > begin) {
                TextList.end(text);
            }
        }
        return TextList.done(out);
    }
}
