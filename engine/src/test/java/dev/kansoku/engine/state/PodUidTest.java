// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The uid of a pod in the paths of cgroups. */
class PodUidTest {
    private static final String UID = "1e9f5bd2-8b4c-4d1a-9b53-0f6c1d2e3f40";
    private static final String SCORED = "1e9f5bd2_8b4c_4d1a_9b53_0f6c1d2e3f40";
    private static final String DIGEST = "0fa1b2c3d4e5f60718293a4b5c6d7e8f";

    @ParameterizedTest
    @CsvSource({
        "/kubepods/burstable/pod" + UID + "/c0," + UID,
        "/kubepods/pod" + UID + "," + UID,
        "/kubepods/besteffort/pod" + DIGEST + "/c0," + DIGEST,
        "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod"
                + SCORED
                + ".slice/cri-containerd-c0.scope,"
                + UID,
        "/kubepods.slice/kubepods-pod" + SCORED + ".slice/crio-c0.scope/container," + UID,
        "/system.slice/containerd.service/kubepods-besteffort-pod"
                + SCORED
                + ".slice:cri-containerd:c0,"
                + UID,
        "/docker/c0/kubelet/kubepods/burstable/pod" + UID + "/c1," + UID,
        "/kubepods/pod" + DIGEST + "/c0/kubepods/pod" + UID + "/c1," + UID,
    })
    void readsTheInnermost(String path, String uid) {
        assertThat(of("cpuset=/\0cpu=" + path + "\0memory=/\0")).isEqualTo(uid);
    }

    @ParameterizedTest
    @CsvSource({
        "/",
        "/pod" + UID,
        "/user.slice/pod" + UID + ".slice",
        "/kubepods/burstable/pod" + UID + "0",
        "/kubepods/burstable/xpod" + UID,
        "/kubepods/burstable/pod1e9f5bd2_8b4c",
        "/kubepods/burstable/pod1e9f5bd-28b4c-4d1a-9b53-0f6c1d2e3f40",
        "/kubepods.slice/kubepods-pod" + SCORED + ".scope",
        "/machine.slice/libpod_pod_" + DIGEST,
    })
    void findsNoneElsewhere(String path) {
        assertThat(of("cpu=" + path + "\0memory=/pod\0")).isEmpty();
    }

    @Test
    void endsWithTorn() {
        assertThat(of("cpu=/kubepods/pod" + UID)).isEqualTo(UID);
        assertThat(of("cpu=/kubepods/pod" + UID.substring(0, 20))).isEmpty();
        assertThat(of("")).isEmpty();
    }

    private static String of(String cgroups) {
        byte[] uid = PodUid.of(cgroups.getBytes(StandardCharsets.UTF_8));
        return new String(uid, StandardCharsets.UTF_8);
    }
}
