# Builds a function's own root folder in new namespaces, with util-linux alone, and runs a command in it.
#
#   unshare.sh ROOT TASK RUNTIME VARIABLES PASSWD TMP_BYTES [FILE_OR_FOLDER ...] -- COMMAND ...
#
# ROOT is an empty folder to build on. TASK and RUNTIME become /var/task and /var/runtime, VARIABLES becomes
# /var/worker/variables and PASSWD /etc/passwd; each further path is shown at its own place. Everything but /tmp is read-only.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
root=$1 task=$2 runtime=$3 variables=$4 passwd=$5 tmp_bytes=$6
shift 6

# A mount may not lose the flags it has outside, so the stricter sets are tried too.
read_only() {
    mount -o remount,bind,ro,nosuid,nodev "$1" 2>/dev/null ||
        mount -o remount,bind,ro,nosuid,nodev,relatime "$1" 2>/dev/null ||
        mount -o remount,bind,ro,nosuid,nodev,noatime "$1"
}

show() { # SOURCE PLACE
    if [ -d "$1" ]; then
        mkdir -p "$root$2"
    else
        mkdir -p "$root$(dirname "$2")"
        : >"$root$2"
    fi
    mount --rbind "$1" "$root$2"
    read_only "$root$2"
}

mount -t tmpfs -o mode=755,size=4m,nosuid root "$root"
for folder in usr bin sbin lib lib32 lib64 libx32; do
    if [ -L "/$folder" ]; then cp -P "/$folder" "$root/$folder"; elif [ -d "/$folder" ]; then show "/$folder" "/$folder"; fi
done
mkdir -p "$root/proc" "$root/dev" "$root/tmp" "$root/outside"
mount -t tmpfs -o "mode=1777,size=$tmp_bytes,nosuid,nodev" tmp "$root/tmp"
while [ "$1" != -- ]; do
    show "$1" "$1"
    shift
done
shift
show "$task" /var/task
show "$runtime" /var/runtime
show "$variables" /var/worker/variables
show "$passwd" /etc/passwd
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount -t tmpfs -o mode=755,size=64k,nosuid dev "$root/dev"
for device in null zero full random urandom; do
    : >"$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
ln -s /proc/self/fd "$root/dev/fd"
ln -s /proc/self/fd/0 "$root/dev/stdin"
ln -s /proc/self/fd/1 "$root/dev/stdout"
ln -s /proc/self/fd/2 "$root/dev/stderr"
read_only "$root/dev"
cd "$root"
pivot_root . outside
cd /
umount -l /outside
rmdir /outside
read_only /
cd /var/task
exec "$@"
