import type { ThesaurusGroup } from "./thesaurus-types.ts";

/** Films, music, photos, books and how they get here. */
export const media: readonly ThesaurusGroup[] = [
  {
    words:
      "media server stream streaming movies films tv shows series videos watch netflix library play transcode",
    services: `
Jellyfin
Plex = plex media server, pms
Emby
Kodi
Stremio
Streama
Tautulli = plexpy | plex statistics who watches history
Jellyseerr | request requests new films shows
Overseerr | request requests new films shows plex
Ombi | request requests
*Seerr | request
Wizarr | invite users
Tdarr | transcode convert encode files
Unmanic | transcode convert encode
HandBrake | convert encode rip
MakeMKV | rip dvd bluray
Kometa = plex meta manager, pmm | collections posters metadata
Maintainerr | clean up unwatched
Tvheadend | live television dvr antenna recordings
xTeVe | iptv live tv m3u
threadfin | iptv live tv m3u
ErsatzTV | live channels
Dispatcharr | iptv
PeerTube | youtube video sharing federated
Invidious | youtube frontend private
Piped | youtube frontend
TubeArchivist = tube archivist | youtube archive download channel
MeTube | youtube download yt-dlp
Pinchflat | youtube download channels
Owncast | live stream broadcast twitch
Stash = stashapp
MediaMTX = rtsp simple server | rtsp camera restream
Audiobookshelf | audiobooks podcasts listen books
Jellystat | jellyfin statistics`,
  },
  {
    words: "music songs audio albums mp3 stream listen player spotify tunes",
    services: `
Navidrome | subsonic
Airsonic = airsonic-advanced
libresonic
Gonic | subsonic
Funkwhale
Koel
Mopidy
*Ampache
Lyrion Music Server = logitech media server, lms, slimserver, squeezebox
*Snapcast | multiroom speakers synchronous
Music Assistant | speakers
MPD = music player daemon
Icecast | radio broadcast
AzuraCast | web radio station
Beets | tags organise
Maloja | scrobble listening history
Shairport Sync = shairport | airplay receiver
Polaris
Swing Music`,
  },
  {
    words: "download manager automatic find collect missing episodes indexer",
    services: `
Sonarr | tv shows series episodes
Radarr | movies films
Lidarr | music albums
Readarr | books ebooks audiobooks
Whisparr
Bazarr | subtitles
Prowlarr | indexers trackers search
Jackett | indexers trackers torznab
NZBHydra2 = nzbhydra, nzb hydra | usenet indexers
Recyclarr | quality profiles trash guides sync
Autobrr | announce irc filters
FlareSolverr | cloudflare captcha bypass proxy
Unpackerr | extract archives
Mylar3 = mylar | comics
Cross-seed
Profilarr`,
  },
  {
    words: "download downloader torrents bittorrent magnet usenet nzb client files",
    services: `
qBittorrent = qbit, qbittorrent-nox
Transmission = transmission-daemon
Deluge
rTorrent = rutorrent, rtorrent-rutorrent
*Flood | torrent web ui
SABnzbd = sab | usenet
NZBGet | usenet
JDownloader = jdownloader2, jdownloader 2 | one click hosters
Aria2 = ariang
pyLoad = pyload-ng
Gluetun | vpn client route containers through
*Slskd = soulseek, slskd | peer music`,
  },
  {
    words:
      "photos pictures images gallery albums google photos backup phone camera face recognition",
    services: `
Immich
PhotoPrism = photo prism
LibrePhotos
Piwigo
Lychee
Photoview
*Ente = ente photos | encrypted
PiGallery2 = pigallery
Damselfly
Chevereto | image hosting upload share
Slink
Zipline | screenshots sharex upload
Picsur`,
  },
  {
    words: "books ebooks epub read reading library comics manga",
    services: `
Calibre | convert manage
Calibre-Web = calibreweb, calibre-web-automated, cwa
Kavita
Komga
Ubooquity
Lazylibrarian
Tachidesk = suwayomi
*Stump
Booklore
Readeck | read later articles
Kindle Gateway`,
  },
];
