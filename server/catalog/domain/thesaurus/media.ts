import type { ThesaurusGroup } from "./thesaurus-types.ts";

/** Films, music, photos, books and how they get here. */
export const media: readonly ThesaurusGroup[] = [
  {
    words:
      "media server stream streaming movies films tv shows series videos watch netflix library play transcode",
    services: `
Jellyfin | films movies shows series watch own netflix stream home cinema videos tv
Plex = plex media server, pms | films movies shows series watch own netflix stream home cinema videos tv
Emby | films movies shows series watch own netflix stream home cinema videos tv
Kodi | home theatre tv box
Stremio | watch films movies series
Streama
MiniDLNA = readymedia | dlna upnp tv home network
Gerbera | dlna upnp
Dim | films series
Media Server Base
Stash = stashapp | adult videos organise`,
  },
  {
    words: "music songs audio albums mp3 stream listen player spotify tunes",
    services: `
Navidrome | subsonic songs music collection listen own spotify mp3 albums streaming
Airsonic = airsonic-advanced | songs music collection listen own spotify streaming
libresonic
Gonic | subsonic
Feishin | desktop web music player navidrome client
Jukebox
Ampd
Your Spotify = yourspotify | listening statistics spotify dashboard history
Multi-Scrobbler = multiscrobbler | scrobble
Funkwhale | songs music collection listen share federated
Koel | songs music collection
Mopidy
*Ampache
Lyrion Music Server = logitech media server, lms, slimserver, squeezebox | squeezebox players rooms songs
*Snapcast | multiroom speakers synchronous same music every room synchronised multi-room
Music Assistant | speakers
MPD = music player daemon
Icecast | radio broadcast internet station
AzuraCast | web radio station internet
Beets | tags organise
Maloja | scrobble listening history
Shairport Sync = shairport | airplay receiver
Polaris
Swing Music`,
  },
  {
    words: "download manager automatic find collect missing episodes indexer",
    services: `
Sonarr | tv shows series episodes new automatically season grab pvr
Radarr | movies films new automatically grab pvr
Lidarr | music albums new automatically artists grab
Readarr | books ebooks audiobooks automatically authors grab
Whisparr
SickChill = sickbeard, sickgear, medusa pvr | tv shows series episodes automatically
CouchPotato | movies films automatically
Headphones | music albums automatically
Mylar | comics comic books automatically grab
Petio | request films series
Watcharr | track watched films series
Bazarr | subtitles captions languages missing movies series
Prowlarr | indexers trackers search manage one place for sonarr radarr
Jackett | indexers trackers torznab search proxy api
NZBHydra2 = nzbhydra, nzb hydra | usenet indexers search meta
Autobrr | announce irc filters
Mylar3 = mylar | comics comic books grab download`,
  },
  {
    words: "download downloader torrents bittorrent magnet usenet nzb client files",
    services: `
qBittorrent = qbit, qbittorrent-nox | torrents bittorrent peer download web
Transmission = transmission-daemon | torrents bittorrent peer download web
Deluge | torrents bittorrent peer download web
rTorrent = rutorrent, rtorrent-rutorrent | torrents bittorrent peer download
uTorrent | torrents
Transmission OpenVPN = transmission with openvpn, transmission vpn, haugene transmission | torrents behind vpn download
NZBThrottle = nzbthrottle | slow download usenet while streaming
*Flood | torrent web ui
SABnzbd = sab | usenet newsgroups nzb binaries
NZBGet | usenet newsgroups nzb binaries
JDownloader = jdownloader2, jdownloader 2 | one click hosters hoster links direct downloads
Aria2 = ariang | download http links
pyLoad = pyload-ng | hoster links direct downloads
*Slskd = soulseek, slskd | peer music`,
  },
  {
    words:
      "photos pictures images gallery albums google photos backup phone camera face recognition",
    services: `
Immich | phone photos backup mobile faces pictures snapshots own google albums videos recognition
PhotoPrism = photo prism | photos faces pictures browse own google albums tag recognition
LibrePhotos | photos faces pictures own google
Piwigo | photo gallery web albums share pictures
Lychee | photo gallery web albums share pictures
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
Calibre | convert manage ebook library kindle epub
BookOrbit
Booksonic = booksonic air | audio books listen stream
Librum | ebooks
Shelfmark
Calibre-Web = calibreweb, calibre-web-automated, cwa | ebook library browse read kindle epub browser
Kavita | read manga comics ebooks browser reader
Komga | read manga comics browser reader
Ubooquity | read comics ebooks browser reader
Lazylibrarian | ebooks authors grab
Tachidesk = suwayomi
*Stump
Booklore | ebook library kindle shelf
Readeck | read later articles
Kindle Gateway`,
  },
  {
    words: "media video",
    services: `
Tautulli = plexpy | plex statistics who watches history watched watching what plays viewing habits usage
Jellyseerr | request requests new films shows ask wish series movies discover
Overseerr | request requests new films shows plex ask wish series movies discover users
Ombi | request requests ask wish films series movies shows
*Seerr | request ask wish films series movies shows
Wizarr | invite users
Tdarr | transcode convert encode files shrink reencode h265 video library space
Unmanic | transcode convert encode shrink reencode h265 video library space
HandBrake | convert encode rip shrink dvds video
MakeMKV | rip dvd bluray discs dvds blurays
Kometa = plex meta manager, pmm | collections posters metadata
Maintainerr | clean up unwatched
Tvheadend | live television dvr antenna recordings
xTeVe | iptv live tv m3u
threadfin | iptv live tv m3u
ErsatzTV | live channels
Dispatcharr | iptv
PeerTube | youtube video sharing federated host videos own
Invidious | youtube frontend private without ads tracking
Piped | youtube frontend
TubeArchivist = tube archivist | youtube archive download channel save keep channels offline videos
MeTube | youtube download yt-dlp save videos downloader
YoutubeDL-Material = youtubedl, youtubedlmaterial, youtube-dl, yt-dlp | download save youtube videos
get_iplayer = getiplayer | bbc iplayer programmes download
pyTivo | tivo tv
TubeSync | youtube channels download sync
Pinchflat | youtube download channels save
Owncast | live stream broadcast twitch livestream own broadcasting
MediaMTX = rtsp simple server | rtsp camera restream
Audiobookshelf | audiobooks podcasts listen books audio spoken narrated
Jellystat | jellyfin statistics`,
  },
  {
    words: "download helper",
    services: `
Recyclarr | quality profiles trash guides sync custom formats sonarr radarr
FlareSolverr | cloudflare captcha bypass proxy challenge
Unpackerr | extract archives unzip unrar finished downloads
Autoscan | tell plex new files scan library
Cloudplow | move upload media to cloud remote when disk full
Autoplow | plex scan library
Cleanuparr | remove stuck dead downloads
Decluttarr | remove stuck dead downloads
Huntarr | missing media search
Requestrr | request films discord bot
Notifiarr | notifications discord arr
Cross-seed
Profilarr
Gluetun | vpn client route containers through torrents kill switch provider`,
  },
];
