//! Namespaces for one test: a network in which only the test is, mounts that only it sees, processes that end with it.
//!
//! Nothing is left behind, however a test ends: when its first process does, the kernel kills the servers that it
//! started, and with the last of them the mounts and the network go. Nothing bears a name or a port that two runs could
//! both want.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::Failed;

/// Set in the process that runs a test inside, to the test's name.
const INSIDE: &str = "DUBAN_TEST_ENGINE";

/// How long anything may take that is waited for.
const PATIENCE: Duration = Duration::from_secs(240);

/// Where programs for administrators are that a person's path may lack.
const PATH: &str = "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin";

/// What begins a process inside. It is killed with whoever waits for it, and all that it began with it.
fn enter() -> Command {
    let mut command = Command::new("setpriv");
    command
        .args(["--pdeathsig", "KILL"])
        .args(["unshare", "--mount", "--net", "--pid", "--mount-proc"])
        .args(["--fork", "--kill-child=KILL"])
        .env("PATH", PATH)
        .stdin(Stdio::null());
    command
}

/// The test that this process is to run inside.
pub fn inside() -> Option<String> {
    std::env::var(INSIDE).ok()
}

/// Why a test that needs these programs, and the right to mount if `mounts`, cannot run here.
pub fn missing(programs: &[&str], mounts: bool) -> Option<String> {
    let is_there = |name: &str| {
        PATH.split(':')
            .any(|place| Path::new(place).join(name).is_file())
    };
    let lacking = ["setpriv", "unshare", "ip"].iter().chain(programs);
    if let Some(name) = lacking.into_iter().find(|name| !is_there(name)) {
        return Some(format!("{name} is not installed"));
    }
    if mounts && std::fs::File::open("/dev/fuse").is_err() {
        return Some("/dev/fuse cannot be opened".to_owned());
    }
    let can_enter = enter().arg("true").output();
    (!can_enter.is_ok_and(|output| output.status.success()))
        .then(|| "no namespaces can be had here (root may)".to_owned())
}

/// Runs this program again inside, for one test.
pub fn run(test: &str) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let output = enter()
        .arg(std::env::current_exe()?)
        .env(INSIDE, test)
        .env("TMPDIR", folder.path())
        .env("HOME", folder.path())
        .output()?;
    if output.status.success() {
        return Ok(());
    }
    let told = [output.stdout, output.stderr].concat();
    Err(String::from_utf8_lossy(&told).into_owned().into())
}

/// Makes the inside ready: of all networks it has its own loopback.
pub fn prepare() {
    sh(Command::new("ip").args(["link", "set", "lo", "up"]));
}

/// Runs a program that must do well; what it printed.
pub fn sh(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {told}{complaint}");
    told
}

/// Waits until something is so.
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < deadline, "in vain waited until {what}");
        // Other programs tell nobody when they are ready; look again soon.
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Whether something is mounted there.
pub fn is_mount(folder: &Path) -> bool {
    let table = std::fs::read_to_string("/proc/self/mountinfo").unwrap();
    let mut points = table.lines().map(|line| line.split(' ').nth(4));
    points.any(|point| point == folder.to_str())
}

/// A server of the test's own.
pub struct Daemon(Child);

impl Daemon {
    /// Starts a program that stays in the foreground, as the first of a group of its own; what it prints goes to `log`.
    pub fn start(command: &mut Command, log: &Path) -> Self {
        use std::os::unix::process::CommandExt as _;
        let log = std::fs::File::options().create(true).append(true).open(log);
        let log = log.unwrap();
        let child = command
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .process_group(0)
            .spawn();
        Self(child.unwrap())
    }

    /// Whether it is not there any more, for reasons of its own.
    pub fn has_ended(&mut self) -> bool {
        self.0.try_wait().unwrap().is_some()
    }

    /// Kills it with all that it began, as a power cut would.
    pub fn kill(&mut self) {
        if self.has_ended() {
            return;
        }
        let group = rustix::process::Pid::from_child(&self.0);
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        let _ = self.0.wait();
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        self.kill();
    }
}
