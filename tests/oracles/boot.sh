#!/bin/sh
# Boots a real systemd over this machine's files: boot.sh DIRECTORY. What lies in
# DIRECTORY/over is laid over them, in memory; what the machine leaves in /said
# comes to DIRECTORY/said. Call it in a mount namespace of its own
# (`unshare --mount`): then nothing of it is left.
set -eu
directory=$1
mount -t tmpfs -o size=2g,mode=0755 tmpfs "$directory/mount"
cd "$directory/mount"
cp -a "$directory/over" over
mkdir work machine
mount -t overlay overlay -o "lowerdir=/,upperdir=$PWD/over,workdir=$PWD/work" machine
timeout 120 systemd-nspawn --directory="$PWD/machine" --boot --register=no --keep-unit --private-network \
    --quiet --link-journal=no -- systemd.unit=oces-driver.service </dev/null >"$directory/console.txt" 2>&1 || true
cp -a machine/said "$directory/said"
