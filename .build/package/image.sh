# SPDX-License-Identifier: Apache-2.0
# Sourced by ./dist: an OCI image made of files alone, without a daemon. Three layers: what the C library and a shell need, from Debian's packages; Kansoku; its
# cache for a faster start.

readonly IMAGE_PACKAGES=(base-files gcc-12-base libgcc-s1 libc6 dash)

# Stores a file as a blob of the image in the folder $1; sets DIGEST and LENGTH.
put_blob() {
    DIGEST=$(sha256sum "$2" | cut -d ' ' -f 1)
    LENGTH=$(stat -c %s "$2")
    mv "$2" "$1/blobs/sha256/$DIGEST"
}

# Adds the folder $2 as a layer.
put_layer() {
    archive . "$2" >"$out/work/layer"
    DIFFERENCES+=(sha256:"$(sha256sum "$out/work/layer" | cut -d ' ' -f 1)")
    gzip -9n <"$out/work/layer" >"$out/work/layer.gz"
    rm "$out/work/layer"
    put_blob "$1" "$out/work/layer.gz"
    LAYERS+=("{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\"sha256:$DIGEST\",\"size\":$LENGTH}")
}

joined() {
    local IFS=,
    echo "$*"
}

# Makes the lowest layer in the folder $1 of Debian's packages.
make_base() {
    local base=$1 name folder
    rm -rf "$base" "$out/work/debian"
    mkdir -p "$base"/usr/{bin,sbin,lib,lib64} "$out/work/debian"
    for folder in bin sbin lib lib64; do
        ln -s "usr/$folder" "$base/$folder"
    done
    (cd "$out/work/debian" && apt-get -qq download "${IMAGE_PACKAGES[@]}") >/dev/null 2>&1 || {
        ((EUID == 0)) && apt-get -qq update >/dev/null 2>&1
        (cd "$out/work/debian" && apt-get -qq download "${IMAGE_PACKAGES[@]}" >/dev/null)
    } || return 1
    for name in "$out"/work/debian/*.deb; do
        # through the links of /lib and others, as on a machine
        dpkg-deb --fsys-tarfile "$name" | tar --keep-directory-symlink -C "$base" -xf - || return 1
        dpkg-deb -f "$name" Package Version >>"$base/usr/share/kansoku-image-packages"
    done
    rm -rf "$base"/usr/share/{man,locale,lintian,menu,debianutils,bug} "$base"/usr/lib/*/gconv "$base"/{boot,home,media,mnt,opt,srv}
    find "$base/usr/share/doc" -name 'changelog*' -delete
    mkdir -p "$base"/{proc,sys,dev,tmp,root,etc,run}
    chmod 1777 "$base/tmp"
    [[ -e $base/usr/bin/sh ]] || ln -s dash "$base/usr/bin/sh"
    printf '%s\n' root:x:0:0:root:/root:/bin/sh nobody:x:65534:65534:nobody:/:/bin/false >"$base/etc/passwd"
    printf '%s\n' root:x:0: nogroup:x:65534: >"$base/etc/group"
    echo 'hosts: files dns' >"$base/etc/nsswitch.conf"
}

make_image() {
    local image=$out/work/image created
    DIFFERENCES=() LAYERS=()
    rm -rf "$image" "$out/work"/layer-*
    mkdir -p "$image/blobs/sha256" "$out"/work/layer-{kansoku,cache}/usr/{lib/kansoku,bin}
    make_base "$out/work/layer-base" || return 1
    cp -a "$out"/kansoku/{java,lib} "$out/work/layer-kansoku/usr/lib/kansoku"
    rm "$out"/work/layer-kansoku/usr/lib/kansoku/lib/*.aot
    mkdir -p "$out/work/layer-kansoku/usr/share/doc"
    cp -a "$out/kansoku/share/doc" "$out/work/layer-kansoku/usr/share/doc/kansoku"
    launcher /usr/lib/kansoku >"$out/work/layer-kansoku/usr/bin/kansoku"
    chmod 755 "$out/work/layer-kansoku/usr/bin/kansoku"
    mkdir "$out/work/layer-cache/usr/lib/kansoku/lib"
    rmdir "$out/work/layer-cache/usr/bin"
    cp -a "$out"/kansoku/lib/*.aot "$out/work/layer-cache/usr/lib/kansoku/lib"
    local layer
    for layer in base kansoku cache; do
        put_layer "$image" "$out/work/layer-$layer" || return 1
    done

    created=$(date -u -d "@$EPOCH" +%FT%TZ)
    printf '{"created":"%s","architecture":"%s","os":"linux","config":{"Entrypoint":["/usr/bin/kansoku"],"Env":["PATH=/usr/bin"],"WorkingDir":"/","Labels":{"org.opencontainers.image.title":"kansoku","org.opencontainers.image.version":"%s","org.opencontainers.image.licenses":"Apache-2.0"}},"rootfs":{"type":"layers","diff_ids":["%s","%s","%s"]},"history":[{"created":"%s","created_by":"Debian packages"},{"created":"%s","created_by":"kansoku"},{"created":"%s","created_by":"cache for a faster start"}]}' \
        "$created" "$OCI_ARCH" "$VERSION" "${DIFFERENCES[@]}" "$created" "$created" "$created" >"$out/work/config"
    put_blob "$image" "$out/work/config"
    printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:%s","size":%s},"layers":[%s]}' \
        "$DIGEST" "$LENGTH" "$(joined "${LAYERS[@]}")" >"$out/work/manifest"
    put_blob "$image" "$out/work/manifest"
    printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:%s","size":%s,"platform":{"architecture":"%s","os":"linux"},"annotations":{"org.opencontainers.image.ref.name":"%s"}}]}' \
        "$DIGEST" "$LENGTH" "$OCI_ARCH" "localhost/kansoku:$VERSION" >"$image/index.json"
    echo '{"imageLayoutVersion":"1.0.0"}' >"$image/oci-layout"
    archive . "$image" >"$out/kansoku-$VERSION-linux-$ARCH.oci.tar"
}
