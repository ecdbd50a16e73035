import type { ThesaurusGroup } from "./thesaurus-types.ts";

/** Files, sharing, sync and backup. */
export const storage: readonly ThesaurusGroup[] = [
  {
    words:
      "files cloud storage share sync drive dropbox google drive folder documents upload collaboration",
    services: `
Nextcloud = next cloud, nextcloud-aio, nextcloud aio | calendar contacts office own dropbox google drive files sync share cloud
ownCloud = own cloud, ocis, owncloud infinite scale | own dropbox google drive files sync share cloud
Seafile | own dropbox files sync share cloud
Syncthing | peer devices synchronise folders between computers keep same identical several without cloud sync phone laptop
Resilio Sync = btsync, resilio
File Browser = filebrowser, filebrowser quantum | web file manager browse upload download files browser
Pydio = pydio cells | share files cloud
Cloudreve | files share cloud
Filestash | web client ftp s3
SFTPGo | ftp sftp webdav server upload accounts
FileGator | manager
Cloud Commander = cloudcmd | file manager browser console
Krusader | file manager twin panel browser
Transfer.sh = transfersh | upload files command line link
Nextcloud Hub
Filestash Web
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
Opencloud | files share cloud own dropbox`,
  },
  {
    words: "storage disk volumes",
    services: `
MinIO | s3 object storage bucket compatible store buckets aws
Garage = garagehq | s3 object storage distributed compatible store buckets aws
SeaweedFS | s3 object distributed compatible store
Ceph | distributed cluster block object
GlusterFS = gluster | distributed replicated
MergerFS = merger fs | pool disks union combine join several drives one big
SnapRAID = snap raid | parity disks protect drives disk failure
ZFS = openzfs, zpool | pool dataset raid snapshots scrub filesystem
LVM | logical volumes partition resize volume groups
OpenMediaVault = omv | nas
TrueNAS = freenas | nas
Longhorn | kubernetes volumes replicated cluster storage
Nbd
iSCSI = tgt | block target storage lun
targetcli | block target
AutoFS | automount
btrfs | filesystem snapshots subvolumes`,
  },
  {
    words: "backup backups archive copy restore snapshots save data offsite schedule protect",
    services: `
Restic | encrypted deduplicated repository backups snapshots offsite
Restic REST Server = rest server, restserver | target restic backups http
Borg UI = borg-ui | web page borg backups
Databasus = postgresus | scheduled database backups postgres
Postgres Backup = postgres backup local, prodrigestivill | dump postgres databases regularly
Borg = borgbackup, borg backup | deduplicated encrypted backups archive repository
Borgmatic | borg configuration encrypted backups schedule nightly
Kopia | encrypted backups snapshots
Duplicati | encrypted backups cloud
Duplicacy | encrypted backups cloud
BorgBase | hosted
Vorta
UrBackup | windows clients image client pc backups
BackupPC
Bacula | tapes enterprise
Bareos
Amanda
Rsnapshot | rsync snapshots hourly incremental backups
rclone | cloud remote copy mount storage google drive sync dropbox
rdiff-backup
Proxmox Backup Server = pbs | vms containers deduplicated
Velero | kubernetes cluster backups
Sanoid = syncoid | zfs snapshots replicate policy
Backrest | restic web ui
Autorestic
Timeshift | system
Zrepl | zfs replication replicate snapshots send datasets
Duplicity
Docker Volume Backup = offen docker-volume-backup
pgBackRest | postgres
Barman | postgres
Litestream | sqlite replicate`,
  },
  {
    words: "network share files folders nas",
    services: `
Samba = smbd | windows shares time machine smb cifs network drive explorer shared folders computers clients file server
NFS = nfs server, nfs-kernel-server | export unix mount network file share linux exports shared folder
vsftpd | upload ftp ftp server
ProFTPD | ftp
WebDAV = webdav server | http folder files mount
Netatalk = afp | apple time machine
Time Machine = timemachine, samba timemachine | mac macbook apple backup back up`,
  },
];
