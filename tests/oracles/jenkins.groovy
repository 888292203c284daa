// Plays a declarative Jenkinsfile with stand-ins: `groovy jenkins.groovy JENKINSFILE DIRECTORY`.
// `sh` really runs. Each block knows only the words that belong into it. Prints
// `RESULT SUCCESS|UNSTABLE|FAILURE` and ends with 0 only for the first.

class Block {
    static final WORDS = [
        pipeline: ['agent', 'options', 'stages'], options: ['buildDiscarder', 'timeout', 'logRotator'],
        stages: ['stage'], stage: ['steps', 'post'], steps: ['script'], post: ['always'],
        script: ['sh', 'unstable', 'error'], always: ['junit', 'recordIssues', 'archiveArtifacts', 'sarif'],
    ]
    static String result = 'SUCCESS'
    static File directory
    static final any = 'any'
    String kind

    static void play(String kind, Closure body) {
        body.delegate = new Block(kind: kind)
        body.resolveStrategy = Closure.DELEGATE_FIRST
        body()
    }

    def getAny() { any }

    def invokeMethod(String word, Object given) {
        def args = given as List
        if (!(word in WORDS[kind])) { throw new IllegalStateException("no step $word in $kind") }
        switch (word) {
            case 'stage': runStage(args[1]); return null
            case 'sh': return sh(args[0])
            case 'unstable': result = 'UNSTABLE'; return null
            case 'error': throw new RuntimeException("error: ${args[0]}")
            case 'stages': case 'options': case 'script': case 'always': play(word, args[0]); return null
            // `steps` and `post` wait: `post` runs after `steps`, also when these fail.
            case 'steps': case 'post': parts[word] = args[0]; return null
            default: println "$word ${args.join(' ')}"; return args
        }
    }

    Map parts = [:]

    void runStage(Closure body) {
        def stage = new Block(kind: 'stage')
        body.delegate = stage
        body.resolveStrategy = Closure.DELEGATE_FIRST
        body()
        try {
            play('steps', stage.parts.steps)
        } catch (RuntimeException reason) {
            if (reason instanceof IllegalStateException) { throw reason }
            println reason.message
            result = 'FAILURE'
        }
        play('post', stage.parts.post)
    }

    static int sh(Map given) {
        if (!given.returnStatus) { throw new IllegalStateException('sh without returnStatus') }
        def process = new ProcessBuilder('sh', '-xe', '-c', given.script).directory(directory).inheritIO().start()
        process.waitFor()
    }
}

Block.directory = new File(args[1])
def shell = new GroovyShell(new Binding(pipeline: { Closure body -> Block.play('pipeline', body) }))
shell.evaluate(new File(args[0]))
println "RESULT ${Block.result}"
System.exit(Block.result == 'SUCCESS' ? 0 : 1)
