import type { ThesaurusGroup } from "./thesaurus-types.ts";

/** Files, sharing, sync and backup. */
export const storage: readonly ThesaurusGroup[] = [
  {
    words:
      "files cloud storage share sync drive dropbox google drive folder documents upload collaboration",
    services: `
Nextcloud = next cloud, nextcloud-aio, nextcloud aio | calendar contacts office
ownCloud = own cloud, ocis, owncloud infinite scale
Seafile
Syncthing | peer devices synchronise folders between computers
Resilio Sync = btsync, resilio
File Browser = filebrowser, filebrowser quantum | web file manager
Pydio = pydio cells
Cloudreve
Filestash | web client ftp s3
SFTPGo | ftp sftp webdav server
FileGator | manager
*Filerun
Sharry | send large files
PsiTransfer | send large files
Pingvin Share = pingvin | send files link wetransfer
Send = firefox send | send files link expire
Gokapi | send files link
ProjectSend | clients
Erugo | send files
*Dufs | webdav static
Copyparty
Opencloud`,
  },
  {
    words: "network storage share nas files mount disk windows smb nfs object bucket raid",
    services: `
Samba = smbd | windows shares time machine smb cifs
NFS = nfs server, nfs-kernel-server | export unix mount
MinIO | s3 object storage bucket
Garage = garagehq | s3 object storage distributed
SeaweedFS | s3 object distributed
Ceph | distributed cluster block object
GlusterFS = gluster | distributed replicated
MergerFS = merger fs | pool disks union
SnapRAID = snap raid | parity disks
ZFS = openzfs, zpool | pool dataset
LVM | logical volumes
OpenMediaVault = omv
TrueNAS = freenas
vsftpd | upload ftp ftp server
ProFTPD | ftp
WebDAV = webdav server
Longhorn | kubernetes volumes
Nbd
iSCSI = tgt | block target
targetcli | block target
Netatalk = afp | apple time machine
AutoFS | automount
btrfs`,
  },
  {
    words: "backup backups archive copy restore snapshots save data offsite schedule protect",
    services: `
Restic | encrypted deduplicated repository
Borg = borgbackup, borg backup | deduplicated encrypted
Borgmatic | borg configuration
Kopia
Duplicati
Duplicacy
BorgBase | hosted
Vorta
UrBackup | windows clients image
BackupPC
Bacula
Bareos
Amanda
Rsnapshot
rclone | cloud remote copy mount
rdiff-backup
Proxmox Backup Server = pbs
Velero | kubernetes
Sanoid = syncoid | zfs snapshots replicate
Backrest | restic web ui
Autorestic
Timeshift | system
Zrepl | zfs replication
Duplicity
Docker Volume Backup = offen docker-volume-backup
pgBackRest | postgres
Barman | postgres
Litestream | sqlite replicate`,
  },
];
