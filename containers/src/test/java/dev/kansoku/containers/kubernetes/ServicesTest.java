// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.containers.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kansoku.engine.state.KubernetesObject;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServicesTest {
    private static final Map<String, String> WEB = Map.of("app", "web", "tier", "front");

    private final Services services = new Services();

    private static ApiObject service(String name, Map<String, String> selector) {
        return new ApiObject(
                "shop", name, "uid-" + name, "1", Map.of(), null, "", "", "", selector, 0);
    }

    @Test
    void selectsByAllPairsOfTheSelectorInTheSameNamespace() {
        services.put(service("b", Map.of("app", "web")));
        services.put(service("a", WEB));
        services.put(service("other", Map.of("app", "web", "tier", "back")));
        services.put(service("none", Map.of()));

        assertThat(services.of("shop", WEB))
                .extracting(KubernetesObject::name)
                .containsExactly("a", "b");
        assertThat(services.of("elsewhere", WEB)).isEmpty();
        assertThat(services.of("shop", Map.of())).isEmpty();
    }

    @Test
    void saysWhichPodsAChangeConcerns() {
        Services.Concern added = services.put(service("a", Map.of("app", "web")));
        assertThat(added).isNotNull();
        assertThat(added.with(WEB)).isTrue();
        assertThat(added.with(Map.of("app", "db"))).isFalse();

        Services.Concern changed = services.put(service("a", Map.of("app", "db")));
        assertThat(changed).isNotNull();
        assertThat(changed.with(WEB)).as("was selected").isTrue();
        assertThat(changed.with(Map.of("app", "db"))).as("is selected now").isTrue();

        assertThat(services.put(service("b", Map.of()))).isNull();
        assertThat(services.remove(service("b", Map.of()))).isNull();
    }

    @Test
    void keepsNoMoreThanThereIsRoomFor() {
        for (int i = 0; i < 30_000; i++) {
            services.put(service("s" + i, Map.of("app", "a" + i)));
        }
        assertThat(services.size()).isEqualTo(20_000);
        assertThat(services.notKept()).isEqualTo(10_000);

        services.only(new HashSet<>(Set.of("uid-s7")));
        assertThat(services.size()).isOne();
        for (int i = 0; i < 1000; i++) {
            services.put(service("big" + i, Map.of("app", "x".repeat(60_000))));
        }
        assertThat(services.size()).isBetween(200, 300);

        services.only(Set.of());
        for (int i = 0; i < 20_000; i++) {
            services.put(service("s" + i, Map.of("app", "a" + i)));
        }
        assertThat(services.size()).as("nothing was lost count of").isEqualTo(20_000);
    }

    @Test
    void tellsOfAPodsFirstServicesWhereTheyAreMany() {
        for (int i = 0; i < 100; i++) {
            services.put(service("s%03d".formatted(i), WEB));
        }
        assertThat(services.of("shop", WEB))
                .hasSize(64)
                .first()
                .satisfies(s -> assertThat(s.name()).isEqualTo("s000"));
    }
}
