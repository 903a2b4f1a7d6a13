//! The words about sharing: the roster, the shared folder, what does not count and why.

use super::words;
use crate::model::Fate;

words! {
    /// The words about sharing. A name that ends in `_hint` says what to do next.
    Sharing {
        share_created: "规划已发布到 {}", "the plan is published in {}";
        fingerprint_read: "规划指纹 (新成员加入时在电话里核对):", "fingerprint of the plan (newcomers compare it over the telephone):";
        recovery: "恢复密钥在 {}。把它移到优盘并锁好, 然后从本机删除: 只有它能换督查员", "the recovery key is {}. Move it to a USB stick, lock that away and delete it here: only it can appoint another registrar";
        recovery_reminder: "恢复密钥还在本机: {}。请移走", "the recovery key is still on this computer: {}. Move it away";
        plan_shown: "{} 发布的规划, 名册最新一条: 第 {} 条, {}。规划指纹:", "the plan published by {}; newest roster entry: number {}, {}. Fingerprint of the plan:";
        compare_fingerprint: "请打电话给督查员核对指纹。一致吗? [y/N] ", "telephone the registrar and compare the fingerprint. Is it the same? [y/N] ";
        not_compared: "没有加入; 什么都没有改动", "not joined; nothing was changed";
        needs_fingerprint: "脚本中请用 --fingerprint 给出指纹", "in a script give the fingerprint with --fingerprint";
        not_a_fingerprint: "“{}”不是指纹: 八组五位数字, 或 SHA256: 加 64 位十六进制", "'{}' is no fingerprint: eight groups of five digits, or SHA256: and 64 hex digits";
        key_waits: "密钥 {} 还没有登记在名册上, 先用原来的密钥签名。登记: 再运行一次 duban join, 由督查员 duban roster approve --person 姓名 批准; 督查员自己的密钥在下次同步时自动登记", "the key {} is not on the roster yet; the one before it signs meanwhile. Run duban join once more and have the registrar approve it with duban roster approve --person NAME; the registrar's own key is entered at the next exchange";
        passphrase: "密钥 {} 的口令 (直接回车 = 不签名, 只存在本机): ", "passphrase of the key {} (Enter alone = sign nothing, keep it here): ";
        passphrase_wrong: "口令不对", "that is not the passphrase";
        joined: "已加入。您的指纹 (请读给督查员听):", "joined. Your fingerprint (read it to the registrar):";
        joined_next: "督查员批准后您的填报才生效; 现在就可以填, 不会丢", "what you record counts once the registrar has approved you; you can record at once, nothing is lost";
        approve_shown: "{} ({}) 申请加入, 指纹:", "{} ({}) asks to be let in, with this fingerprint:";
        namesake: "名册上已有 {}: 若是同一个人 (另一台电脑, 或停用后回来), 答 N, 再加 --person 姓名或指纹; 不加就是另一个人, 从前的填报不归他", "{} is on the roster already: if it is the same person (another computer, or one who comes back), answer N and add --person NAME|FINGERPRINT; without it they are somebody else, and earlier notes are not theirs";
        approve_question: "请打电话核对。一致并批准吗? [y/N] ", "compare it over the telephone. Is it the same, and are they to be let in? [y/N] ";
        no_department_given: "没有写单位", "no department given";
        approve_needs_yes: "脚本中请加 --yes", "scripts add --yes";
        not_approved: "没有批准", "not approved";
        approved: "已批准 {}", "approved {}";
        refused_request: "已拒绝 {} 的申请: 这个库里不再列出。名册上不留痕迹, 对方和别的督查员看不到, 请打电话说一声; 对方可以再申请", "refused the request of {}: this home lists it no more. The roster does not say so, and neither they nor other coordinators see it: tell them. They may ask again";
        refused_again: "拒错了: duban roster approve {}", "if that was a slip: duban roster approve {}";
        share_again: "规划早已发布在 {}; 缺的文件已补上", "the plan was published in {} already; what was missing there was written again";
        recovery_away: "恢复密钥不在这个库里: 已经移走的请保管好, 只有它能换督查员", "the recovery key is not in this home: keep it well where you moved it, only it can appoint another registrar";
        rescoped: "已改 {} 的职责范围", "changed what {} may do";
        revoked: "已停用 {}", "revoked {}";
        replaced: "{} 已换用新电脑", "{} uses another computer now";
        decided: "已登记 {} 条", "{} ops decided";
        recovered: "名册由您掌管", "you keep the roster now";
        succeeded: "已登记: {} -> {}", "entered: {} -> {}";
        purge_asked: "清除后谁也找不回这些文字。清除吗? [y/N] ", "nobody can bring these words back. Purge them? [y/N] ";
        not_purged: "没有清除", "not purged";
        purged: "已登记清除 {}; 名册确认后从各库和共享文件夹消失", "purge of {} recorded; the words go from every home and the share once the registrar's program has confirmed it";
        synced: "收到 {} 条操作、{} 条名册; 写出 {} 个文件", "received {} ops and {} roster entries; wrote {} files";
        synced_lost: "{} 个写过的文件在共享文件夹里不见了或变了, 已重写", "{} files written earlier were gone or changed on the share and were written again";
        synced_lost_at: "{} 里缺 {} 个文件, 已补写", "{} lacked {} files; they were written there";
        synced_refused: "未能写入共享: {}。填报都在本机, 下次再写", "could not write to the share: {}. Everything is safe here and will be written next time";
        synced_relayed: "写不到原位: {}。副本放在共享文件夹的 relay 里, 别人照样收得到; 请管共享的人看一下", "could not be written in its place: {}. A copy lies in the share's relay folder, where the others find it; have whoever runs the share look";
        synced_copies: "同步软件留下 {} 个冲突副本, 原件都已收到, 副本可以删去: {}", "a sync program left {} conflict copies of files that are here; the copies may be deleted: {}";
        synced_crowded: "共享中 {} 的文件过多, 每次同步只看其中一部分, 请删去不属于督办的文件", "too many files in {} of the share, each sync looks at a part of them; please delete what is not duban's";
        synced_quarantined: "已隔离 {}: {}", "quarantined {}: {}";
        stopped: "名册停在第 {} 条: 有两条互相矛盾的后续。请用恢复密钥处理 (duban roster recover)", "the roster stops at entry {}: two entries contradict each other. Use the recovery key (duban roster recover)";
        stopped_newer: "名册第 {} 条之后需要新版程序才能读懂", "what follows roster entry {} needs a newer program";
        head_name: "姓名", "name";
        head_role: "角色", "role";
        head_departments: "单位", "departments";
        only_tasks: "(只限 {})", "(only {})";
        head_unit: "科室", "section";
        head_keys: "电脑", "computers";
        head_heard: "最近记录", "last heard of";
        head_ops: "操作", "ops";
        head_received: "已报", "received";
        head_missing: "缺", "missing";
        head_refused: "未生效", "not counted";
        head_version: "版本", "version";
        head_fingerprint: "指纹", "fingerprint";
        waiting: "待批准", "waiting for approval";
        gone: "已停用", "revoked";
        forked: "日志分叉", "two branches";
        clock_ahead: "时钟超前", "clock ahead";
        files_more: "另有 {} 个文件", "and {} files more";
        share_folder: "共享文件夹 {}; 规划指纹 {}; 名册第 {} 条 ({})", "shared folder {}; fingerprint of the plan {}; roster entry {} ({})";
        presence_gone: "共享文件夹现在不在: 这里是上次看到的样子, 填报都在本机", "the shared folder is not there now: this is how it was last seen; everything is safe here";
        presence_silent: "共享文件夹现在没有回应: 这里是上次看到的样子, 填报都在本机", "the shared folder does not answer now: this is how it was last seen; everything is safe here";
        share_demo: "这是演示库: 人和记录都是编的, 只在这台电脑上, 不与任何人共享。要共享, 另开一个真正的库 (duban --home 新目录 share create 目录 发布, 或 join 目录 加入)", "this is a demo: people and records are made up, lie on this computer alone and are shared with nobody. To share, use a home that holds what is true (duban --home NEW share create DIR publishes, or join DIR joins)";
        demo_alone: "演示库里都是编的, 不与任何人共享", "a demo is made up and shared with nobody";
        share_none: "还没有共享 (duban share create 目录 发布, duban join 目录 加入)", "nothing is shared (duban share create DIR publishes, duban join DIR joins)";
        file_pending: "未完整, 等待: {}", "not whole yet, waiting: {}";
        file_damaged: "损坏 (超过一天仍不完整): {}", "damaged (not whole for more than a day): {}";
        file_stranger: "未登记的人写的, 不读: {}", "by somebody not on the roster, not read: {}";
        file_waiting: "等待它前面的文件: {}", "waits for the file before it: {}";
        file_textless: "文字还没到齐: {}", "some words have not arrived yet: {}";
        file_quarantined: "已隔离: {} ({})", "quarantined: {} ({})";
        kind_propose: "提议修改名册", "roster entry proposed";
        proposal: "{} {} 提议 ({}): {}", "{} {} proposed ({}): {}";
        propose_admit: "批准 {}: {}", "let {} in: {}";
        propose_change: "{} 改为 {}", "{} to be: {}";
        propose_revoke: "停用 {}", "revoke {}";
        propose_succession: "{} 变为 {}", "{} become {}";
        propose_adopt: "认可 {}", "adopt {}";
        propose_void: "作废 {}", "void {}";
        propose_rules: "规则改动, 自 {} 起", "other rules from {}";
        computers: "电脑 {} 台", "{} computers";
        fate_entered: "已写进名册", "entered into the roster";
        fate_waiting: "等掌管名册的程序写进", "waits for the registrar's program";
        fate_overtaken: "没有写进: 名册此后已另有改动", "not entered: the roster has changed since";
        propose_again: "{}。看过名册, 仍然需要的请重新提议", "{}. Look at the roster and propose anew what is still needed";
        fate_senior: "没有写进: 涉及督查员, 只能由掌管名册的人来改", "not entered: it touches a coordinator or the registrar, whom the registrar alone changes";
        fate_key_taken: "没有写进: 这把密钥是另一位成员的", "not entered: the key is another member's";
        fate_former: "没有写进: 提议的人已不再是督查员", "not entered: whoever proposed it is no coordinator any more";
        proposed: "已提议; 督查员 {} 的程序下次同步时写进名册", "proposed; the program of the registrar, {}, enters it at its next sync";
        kind_purge: "清除文字", "words purged";
        not_counted: "[未生效: {}]", "[not counted: {}]";
        flaw_unfinished: "不完整", "not whole";
        flaw_large: "太大 ({} 字节)", "too large ({} bytes)";
        flaw_stranger: "是别的规划的", "it is another plan's";
        flaw_newer: "需要新版程序 ({})", "it needs a newer program ({})";
        flaw_wrong: "内容不合规矩: {}", "it makes no sense: {}";
        flaw_forged: "不是本人签的: {}", "not signed by whom it must be: {}";
        role_registrar: "督查员 (管名册)", "registrar";
        role_coordinator: "督查员", "coordinator";
        role_approver: "审批人", "approver";
        role_clerk: "填报人", "clerk";
        role_observer: "观察员", "observer";

        refused_not_registered: "还没有登记在名册上", "not on the roster yet";
        refused_revoked: "本人或这台电脑已从名册停用", "the person, or this computer, was taken off the roster";
        refused_role: "这个角色不做这件事", "the role does not do this";
        refused_department: "这个单位不在填报人的范围内", "the department is not one of the person's";
        refused_task: "这项任务不在填报人的范围内", "the task is not one of the person's";
        refused_not_involved: "这个单位既不牵头也不负责这项任务", "the department neither leads nor supports the task";
        refused_newer: "需要新版程序", "it needs a newer program";
        refused_voided: "督查员已点名作废", "the registrar voided it by name";

        not_shared: "这个库还没有共享", "this home shares nothing";
        not_shared_hint: "duban share create 目录 发布规划, 或 duban join 目录 加入别人的", "duban share create DIR publishes the plan, duban join DIR joins another's";
        shares_already: "这个库已经通过 {} 共享", "this home shares its plan through {} already";
        shares_already_hint: "共享文件夹搬了地方: duban share move 新目录; 另带一份到优盘或第二个文件夹: duban sync --to 目录", "if the shared folder has moved: duban share move DIR; to carry everything to a stick or a second folder: duban sync --to DIR";
        share_moved: "现在通过 {} 共享", "the plan is shared through {} now";
        not_publisher: "这份规划由 {} 发布, 只有他的程序能写名册的开头", "this plan is published by {}; only their program can write the beginning of its roster";
        not_publisher_hint: "您不用再发布: duban sync 就收发。共享文件夹里的名册没了, 请他再运行 duban share create 加同一个路径; 他不在了, 先用恢复密钥接管: duban roster recover --root 文件", "you need not publish it again: duban sync exchanges. If the roster is gone from the shared folder, have them run duban share create with the same path; if they are gone, take over first with the recovery key: duban roster recover --root FILE";
        no_share_folder: "没有目录 {}", "there is no folder {}";
        no_share_folder_hint: "先挂载或新建它; 这里从不新建共享的根目录, 以免写到没挂载的挂载点", "mount or make it first; the root of a share is never made here, so that nothing is written below a mount point without its mount";
        share_gone: "共享文件夹不在: {}", "the shared folder is not there: {}";
        share_gone_hint: "填报都在本机, 连上后再同步; 什么都没有删除。共享搬了地方: duban share move 新目录。如果文件夹被人删了: 建一个同名的空文件夹, 由督查员运行 duban share create 加这个路径, 各人再同步, 内容就都回来", "everything is safe here; sync again once it is back. Nothing was deleted. If the share has moved: duban share move DIR. If somebody deleted the folder: make an empty one of that name, have the registrar run duban share create with its path, and let everybody sync; it all comes back";
        share_silent: "共享文件夹没有回应", "the shared folder does not answer";
        share_silent_hint: "填报都在本机, 它一回应就写进去; 一直这样就请管共享的人看一下", "everything is safe here and goes there as soon as it answers; if it goes on, call whoever runs the share";
        share_other: "{} 里没有这份规划的名册 (空目录, 或是别的规划)", "{} does not hold this plan's roster (it is empty, or another plan's)";
        share_other_hint: "核对挂载的是不是原来的共享文件夹; 什么都没有改动", "check that the right share is mounted; nothing was changed";
        not_registrar: "名册由 {} 掌管, 只有他的程序能改", "{} keeps the roster; only their program can change it";
        not_registrar_hint: "请联系他; 他不在了就用恢复密钥: duban roster recover --root 文件", "ask them; if they are gone, use the recovery key: duban roster recover --root FILE";
        only_root: "只有恢复密钥能做", "only the recovery key can do this";
        only_root_hint: "duban roster recover --root 文件", "duban roster recover --root FILE";
        registrar_by_root: "{} 的角色没有改: 谁掌管名册只有恢复密钥能改, 掌管的人什么都能做", "the role of {} was not changed: only the recovery key says who keeps the roster, and whoever does may do everything";
        registrar_by_root_hint: "换人掌管: 由接手的督查员运行 duban roster recover --root 文件", "to let another keep it, have the coordinator who takes over run duban roster recover --root FILE";
        nothing_changes: "{} 本来就是这样, 什么都没有写", "that is how it is with {} already; nothing was written";
        nothing_changes_hint: "duban roster 看现在的范围", "duban roster shows what everybody may do";
        scope_empty: "没有写要改 {} 的什么, 什么都没有写进名册", "what is to change about {} was not said; nothing was written";
        scope_empty_hint: "可改的: --role clerk|coordinator|approver|observer, --department 单位, --task 编号 (只填这些任务), --all-tasks (任务不限), --unit 科室", "give --role clerk|coordinator|approver|observer, --department NAME, --task CODE (only these tasks), --all-tasks (no limit of tasks) or --unit SECTION";
        not_root: "这不是本规划的恢复密钥", "this is not the recovery key of this plan";
        not_root_hint: "用 duban share create 时移走的那个文件 (root-key)", "use the file (root-key) that was moved away after duban share create";
        root_key_bad: "恢复密钥读不了: {}", "the recovery key cannot be read: {}";
        no_entry: "名册没有第 {} 条", "the roster has no entry {}";
        roster_stopped: "名册有两条互相矛盾的后续, 停在这里", "two entries of the roster contradict each other; it stops here";
        may_not: "不能: {}", "not allowed: {}";
        may_not_hint: "请联系督查员", "ask the registrar";
        not_own: "这是别人填的, 您不能改也不能撤", "somebody else wrote it; you can neither correct it nor take it back";
        not_own_hint: "另填一条新的, 或请督查员处理", "record a new note, or ask the registrar";
        no_request: "没有 {} 的申请", "there is no request of {}";
        no_request_hint: "duban roster 列出全部申请; 对方先要 duban join", "duban roster lists all requests; the newcomer runs duban join first";
        two_requests: "叫 {} 的申请不止一份", "there is more than one request of {}";
        two_requests_hint: "把姓名换成其中一份的指纹, 再运行一次", "run it once more with one of these fingerprints in place of the name";
        no_member: "名册上没有 {}", "there is no {} on the roster";
        two_members: "名册上叫 {} 的不止一位", "there is more than one {} on the roster";
        two_members_hint: "把姓名换成其中一位的指纹 (他任何一台电脑的都行), 再运行一次", "run it once more with a fingerprint of the one you mean in place of the name; one of any computer of theirs does";
        no_member_hint: "duban roster 列出全部成员", "duban roster lists all members";
        no_op: "没有这条操作: {}", "there is no such op: {}";
        no_op_hint: "用 duban history 看操作号 (前 8 位即可)", "duban history shows the ids; the first 8 characters do";
        purged_already: "{} 的文字已经登记清除, 没有再登记一次", "the purge of {} is recorded already; it was not recorded again";
        purged_already_hint: "名册确认后文字就会消失; duban history 里标 [文字已清除]", "the words go once the registrar's program has confirmed it; duban history marks them [words purged]";
        first_key_away: "本库从另一把密钥开始 (指纹 {}), 发布要用它签一次名, 而它不在手边", "this home began with another key (fingerprint {}), which must sign once to publish, and it is not at hand";
        first_key_away_hint: "把它放回原处, 或在 config.toml 的 identity 里写它在哪里; 真丢了就另建一个库发布 (duban --home 新目录 share create 目录), 再在这个库里 duban join 目录 --bring-notes, 填报会一起带过去", "put it back, or say in identity in config.toml where it is. If it is lost, publish from another home (duban --home NEW share create DIR), then run duban join DIR --bring-notes in this one: the notes come along";
        key_waits_alone: "密钥 {} 还没有接替原来的密钥 {} (指纹 {}): 接替之前要用原来的签完名, 而它不在手边或没有打开。把它放回原处; 有口令的, 在终端里运行 duban 再输口令, 或先用 ssh-add 交给代理", "the key {} has not taken over from the key {} (fingerprint {}): that one must sign first, and is not at hand or locked. Put it back; if it has a passphrase, run duban in a terminal and give it, or hand the key to ssh-agent with ssh-add";
        roster_unread: "{}; 下面是上次同步时的名册和申请", "{}; what follows is the roster with its requests as of the last sync";
        clerk_without_department: "{} 是填报人, 要有单位", "{} is a clerk and needs a department";
        clerk_without_department_hint: "加 --department 单位", "add --department NAME";
        same_department: "新旧单位相同", "a department cannot become itself";
        became_already: "{} 已经变成别的单位了, 请写现在的名称", "{} became another department already; write what it is called now";
        name_in_use: "已有单位叫 {}", "there is a department {} already";
        name_in_use_hint: "并入已有单位用 duban department merge 甲 乙 --into 乙", "to join it, use duban department merge A B --into B";
        made_up: "{} 是演示库, 里面的记录都是编的, 不能共享", "the home in {} is a demo; what is made up in it cannot be shared";
        made_up_hint: "共享和加入要用真正的库: 换个 --home", "a share takes a home that holds what is true: choose another --home";
        home_in_share: "{} 和库不能一个在另一个里面", "{} and the home must not lie one inside the other";
        home_in_share_hint: "共享文件夹和库要分开放: 库里有私钥", "keep them apart: the home holds your keys";
        no_plan_there: "{} 里没有发布的规划", "no plan is published in {}";
        no_plan_there_hint: "核对目录; 督查员先要 duban share create", "check the folder; the registrar runs duban share create first";
        several_plans: "{} 里有几份规划", "several plans are published in {}";
        several_plans_hint: "用 --fingerprint 指明是哪一份", "name the one you mean with --fingerprint";
        other_fingerprint: "指纹不符: 这不是督查员发布的规划", "the fingerprint differs: this is not the plan that the registrar published";
        other_fingerprint_hint: "不要加入; 请打电话问督查员", "do not join; telephone the registrar";
        joined_already: "这个库已经加入了这份规划", "this home has joined this plan already";
        joined_already_hint: "您已在名册上, 不用再申请: duban sync 收发, duban roster 看自己的范围。别人要加入, 各用各的库 (--home 新目录)", "you are on the roster and need not ask again: duban sync exchanges, duban roster shows what you may do. Whoever else joins uses a home of their own (--home NEW)";
        stopped_here: "您或这台电脑已从名册停用: 新填的不收, 以前已收到的照旧算数。请联系督查员 {}; 要再加入, 运行 duban join", "you, or this computer of yours, were taken off the roster: nothing new is taken, what was received stays. Ask the registrar, {}; to be let in again run duban join";
        awaits: "等督查员批准", "waits for the registrar's approval";
        key_renewed: "原来的密钥已从名册停用, 换了一把新的 (旧的留在 {})。原来的填报仍算您的; 请督查员用 duban roster approve 姓名 --person 原来的姓名或指纹 批准, 才是同一个人", "the roster had stopped the old key; a new one took its place (the old one is kept in {}). What you recorded stays yours: have the registrar approve with duban roster approve NAME --person NAME|FINGERPRINT, so that you are the same person";
        key_stopped: "设置 (identity) 里的密钥 {} 已从名册停用, 不能再用它申请", "the key {}, which the settings name (identity), was stopped on the roster and cannot ask again";
        key_stopped_hint: "在 config.toml 的 identity 里写另一把密钥, 或去掉这一行用库自己的, 再 duban join; 也可以另开一个库 (--home 新目录) 加入", "name another key in identity in config.toml, or take the line out to use the home's own, and run duban join again; or join from a new home (--home NEW)";
        home_has_words: "{} 里已有填报或更正, 不能换成别人的规划", "{} holds notes or corrections; it cannot become another plan's";
        home_has_words_hint: "要把填报一起带过去 (原来的库另存, 不会丢): {}", "to bring the notes along (the old home is kept): {}";
        home_shares_other: "{} 已经共享着另一份规划", "{} shares another plan already";
        home_shares_other_hint: "换个 --home 加入", "join with another --home";
        brought: "带来 {} 条填报, 和别的填报一样等督查员批准", "brought {} notes along; they wait for the registrar like all others";
        brought_unasked: "其中 {} 条记在 {} 名下, 您没有申请这个单位: 请督查员批准时加上 (--department {}), 否则这些不生效", "of them, {} speak for {}, which you did not ask for: they count only if the registrar adds it on approval (--department {})";
        not_brought: "没有带来 (在原来的库里): {} {} {} {} -- {}", "not brought along (it is in the old home): {} {} {} {} -- {}";
        left_corrected: "已被后来的填报更正", "a later note corrected it";
        left_taken_back: "已撤回", "it was taken back";
        left_wordless: "文字已清除", "its words were taken out";
        left_no_task: "共享的规划里没有这项任务", "the shared plan has no such task";
        left_no_note: "更正和增补不带: 共享的规划里这些由督查员定, 仍然需要的请告诉他", "corrections and additions stay: in a shared plan they are the coordinators'. Tell them what is still needed";
    }
}

impl Sharing {
    /// What became of a proposal.
    #[must_use]
    pub fn fate(&self, fate: Fate) -> &'static str {
        match fate {
            Fate::Entered => self.fate_entered,
            Fate::Waiting => self.fate_waiting,
            Fate::Overtaken => self.fate_overtaken,
            Fate::Senior => self.fate_senior,
            Fate::KeyTaken => self.fate_key_taken,
            Fate::Former => self.fate_former,
        }
    }

    /// The mark of what does not count, with the reason that a keyword stands for.
    #[must_use]
    pub fn mark(&self, keyword: &str) -> String {
        super::fill(self.not_counted, &[self.refused(keyword)])
    }

    /// Why an op does not count, by the keyword that the store and JSON bear; a newer one stands for itself.
    #[must_use]
    pub fn refused<'a>(&self, keyword: &'a str) -> &'a str {
        match keyword {
            "not-registered" => self.refused_not_registered,
            "revoked" => self.refused_revoked,
            "role" => self.refused_role,
            "department" => self.refused_department,
            "task" => self.refused_task,
            "not-involved" => self.refused_not_involved,
            "newer" => self.refused_newer,
            "voided" => self.refused_voided,
            other => other,
        }
    }
}
