#!/bin/bash -eu
# Installs Swift 6.3 from swift.org into /usr/local, in an image whose own is older.
apt-get update
apt-get install -y --no-install-recommends binutils g++ libc6-dev libedit2 libxml2 python3
rm -rf /var/lib/apt/lists/*
. /etc/os-release
version=6.3.1 release=ubuntu$VERSION_ID
name=swift-$version-RELEASE-$release
curl -fsSL "https://download.swift.org/swift-$version-release/${release//./}/swift-$version-RELEASE/$name.tar.gz" |
    tar xz -C /usr/local --strip-components=2 "$name/usr"
